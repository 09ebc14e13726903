package io.salver.recommend.rerank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class ScoreSortTest {

  @Property(seed = "1")
  void is_a_stable_sort_with_non_finite_scores_last(@ForAll("scores") float[] scores) {
    int[] expected =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(
                Comparator.comparing((Integer i) -> !Float.isFinite(scores[i]))
                    .thenComparing(i -> Float.isFinite(scores[i]) ? -(double) scores[i] + 0.0 : 0))
            .mapToInt(Integer::intValue)
            .toArray();
    assertThat(ScoreSort.descending(scores)).isEqualTo(expected);
  }

  @Test
  void zero_and_minus_zero_are_a_tie() {
    assertThat(ScoreSort.descending(new float[] {-0f, 0f, -0f})).containsExactly(0, 1, 2);
  }

  @Test
  void a_score_that_is_no_number_never_outranks_one_that_is() {
    float[] scores = {
      Float.NaN, -Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.MAX_VALUE, Float.NEGATIVE_INFINITY
    };
    assertThat(ScoreSort.descending(scores)).containsExactly(3, 1, 0, 2, 4);
  }

  @Provide
  Arbitrary<float[]> scores() {
    return Arbitraries.oneOf(
            Arbitraries.floats(), Arbitraries.of(0f, 1f, -1f, Float.NaN, Float.POSITIVE_INFINITY))
        .array(float[].class)
        .ofMaxSize(60);
  }
}
