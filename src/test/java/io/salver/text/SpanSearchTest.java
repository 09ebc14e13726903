package io.salver.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.salver.text.SpanSearch.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Against all spans, sorted. */
final class SpanSearchTest {

  @Property(tries = 200, seed = "1")
  void the_best_spans_are_the_best_of_all(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 60) int length,
      @ForAll @IntRange(min = 1, max = 12) int mostTokens,
      @ForAll @IntRange(min = 1, max = 8) int count) {
    Random random = new Random(seed);
    SpanSearch search = new SpanSearch(mostTokens, count);
    Map<List<Integer>, Double> all = new HashMap<>();
    double total = 0;
    for (int place = 0; place < length; place += Math.max(1, length / 3)) {
      int window = Math.min(length - place, length / 2 + 1);
      float[] starts = noise(random, window + 2);
      float[] ends = noise(random, window + 2);
      search.add(starts, ends, 2, window, place);
      for (int first = 0; first < window; first++) {
        for (int last = first; last < Math.min(window, first + mostTokens); last++) {
          double score = (double) starts[2 + first] + ends[2 + last];
          all.merge(List.of(place + first, place + last), score, Math::max);
          total += Math.exp(score);
        }
      }
    }
    assertThat(search.logSum()).isCloseTo(Math.log(total), within(1e-9));
    assertThat(search.best()).containsExactlyElementsOf(sorted(all, count));
  }

  private static List<Span> sorted(Map<List<Integer>, Double> all, int count) {
    List<Span> spans = new ArrayList<>();
    all.forEach((ends, score) -> spans.add(new Span(ends.getFirst(), ends.getLast(), score)));
    spans.sort(
        Comparator.comparingDouble(Span::score)
            .reversed()
            .thenComparingInt(Span::first)
            .thenComparingInt(Span::last));
    return spans.subList(0, Math.min(count, spans.size()));
  }

  private static float[] noise(Random random, int count) {
    float[] noise = new float[count];
    for (int i = 0; i < count; i++) {
      noise[i] = random.nextInt(-40, 40) / 8f;
    }
    return noise;
  }
}
