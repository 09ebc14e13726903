package io.salver.rollout.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DisagreementTest {

  private static final Comparison EXACT = new Comparison.Exact();

  private final TensorScope scope = new DirectMemoryPool(1 << 20).open();

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void rowsThatDifferAreCounted() {
    Tensors a = Tensors.of("y", rows(2, 1, 2, 3, 4));
    assertThat(of(EXACT, a, a)).hasValue(0);
    assertThat(of(EXACT, a, Tensors.of("y", rows(2, 1, 2, 3, 5)))).hasValue(.5);
    assertThat(of(EXACT, a, Tensors.of("y", rows(2, 0, 2, 3, 5)))).hasValue(1);
  }

  @Test
  void notANumberEqualsItself() {
    Tensors a = Tensors.of("y", rows(1, Float.NaN, -0.0f));
    assertThat(of(EXACT, a, Tensors.of("y", rows(1, Float.NaN, 0)))).hasValue(0);
    assertThat(of(EXACT, a, Tensors.of("y", rows(1, 1, 0)))).hasValue(1);
  }

  @Test
  void toleranceGrowsWithTheControl() {
    Tensors a = Tensors.of("y", rows(2, 1_000, .001f));
    Tensors b = Tensors.of("y", rows(2, 1_009, .009f));
    assertThat(of(new Comparison.Tolerance(.01), a, b)).hasValue(0);
    assertThat(of(new Comparison.Tolerance(.0085), a, b)).hasValue(.5);
  }

  @Test
  void topsOverlap() {
    Comparison three = new Comparison.TopOverlap(3);
    Tensors a = Tensors.of("y", rows(1, 5, 4, 3, 2, 1));
    assertThat(of(three, a, Tensors.of("y", rows(1, 3, 4, 5, 2, 1)))).hasValue(0);
    assertThat(of(three, a, Tensors.of("y", rows(1, 5, 4, 1, 2, 3))).orElseThrow())
        .isEqualTo(1 / 3.0, within(1e-12));
    assertThat(of(new Comparison.TopOverlap(9), a, Tensors.of("y", rows(1, 1, 2, 3, 4, 5))))
        .hasValue(0);
  }

  @Test
  void ranksCorrelate() {
    Comparison ranks = new Comparison.RankCorrelation();
    Tensors a = Tensors.of("y", rows(1, 1, 2, 3, 4, 5));
    assertThat(of(ranks, a, Tensors.of("y", rows(1, 10, 20, 30, 40, 99)))).hasValue(0);
    assertThat(of(ranks, a, Tensors.of("y", rows(1, 5, 4, 3, 2, 1)))).hasValue(1);
    assertThat(of(ranks, a, Tensors.of("y", rows(1, 7, 7, 7, 7, 7)))).hasValue(.5);
    // scipy.stats.spearmanr([1, 2, 3, 4, 5], [2, 1, 2, 5, 5]) is .7905694150420948
    assertThat(of(ranks, a, Tensors.of("y", rows(1, 2, 1, 2, 5, 5))).orElseThrow())
        .isEqualTo((1 - .7905694150420948) / 2, within(1e-12));
  }

  @Test
  void theOutputInWhichTheyDisagreeMostCounts() {
    Tensors a = Tensors.builder().put("y", rows(1, 1, 2)).put("z", rows(1, 3)).build();
    Tensors b = Tensors.builder().put("y", rows(1, 1, 2)).put("z", rows(1, 4)).build();
    assertThat(of(EXACT, a, b)).hasValue(1);
    Shadow ofOne = new Shadow("canary", 1, EXACT, Optional.of("y"));
    assertThat(Disagreement.of(ofOne, a, b)).hasValue(0);
  }

  @Test
  void otherShapesAndMissingOutputsAreAWholeDisagreement() {
    Tensors a = Tensors.of("y", rows(1, 1, 2));
    assertThat(of(EXACT, a, Tensors.of("y", rows(2, 1, 2)))).hasValue(1);
    assertThat(of(EXACT, a, Tensors.of("z", rows(1, 1, 2)))).hasValue(1);
  }

  @Test
  void stringsAreEqualOrNot() {
    Tensors a = Tensors.of("y", strings("cat", "dog"));
    assertThat(of(EXACT, a, Tensors.of("y", strings("cat", "cow")))).hasValue(.5);
    assertThat(of(new Comparison.RankCorrelation(), a, a)).isEmpty();
  }

  @Test
  void nothingAgreesWithNothing() {
    Tensors none = Tensors.of("y", scope.allocate(DataType.FP32, Shape.of(0, 6)));
    assertThat(of(EXACT, none, none)).hasValue(0);
  }

  private static OptionalDouble of(Comparison comparison, Tensors a, Tensors b) {
    return Disagreement.of(new Shadow("canary", 1, comparison, Optional.empty()), a, b);
  }

  private Tensor.Dense rows(int rows, float... values) {
    Tensor.Dense tensor = scope.allocate(DataType.FP32, Shape.of(rows, values.length / rows));
    tensor.view().asFloatBuffer().put(values);
    return tensor;
  }

  private static Tensor.Strings strings(String... texts) {
    List<byte[]> elements =
        Arrays.stream(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    return new Tensor.Strings(Shape.of(texts.length), elements);
  }
}
