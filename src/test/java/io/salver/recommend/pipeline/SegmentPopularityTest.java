package io.salver.recommend.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class SegmentPopularityTest {

  private final SegmentPopularity counted =
      new SegmentPopularity(new PopularityPolicy(List.of("market", "age"), 3));

  @Test
  void a_segment_is_believed_from_the_least_interactions_on() {
    counted.count(List.of("de", "young"), 7, 1);
    counted.count(List.of("de", "young"), 7, 1);
    assertThat(counted.chain(List.of("de", "young"))).hasSize(1);
    counted.count(List.of("de", "old"), 8, 1);
    assertThat(counted.chain(List.of("de", "young"))).hasSize(2);
    counted.count(List.of("de", "young"), 9, 1);
    assertThat(counted.chain(List.of("de", "young"))).hasSize(3);
    assertThat(counted.chain(List.of("de", "young")).getFirst().weight(7)).isEqualTo(2);
    assertThat(counted.chain(List.of("de", "young")).getFirst().weight(8)).isZero();
  }

  @Test
  void what_is_not_known_of_a_user_ends_the_chain() {
    for (int i = 0; i < 5; i++) {
      counted.count(List.of("de", ""), 1, 1);
      counted.count(List.of("", "young"), 2, 1);
    }
    assertThat(counted.chain(List.of("de", "young"))).hasSize(2);
    assertThat(counted.chain(List.of("", "young"))).hasSize(1);
    assertThat(counted.chain(List.of()).getFirst().total()).isEqualTo(10);
  }

  @Test
  void what_is_gone_is_forgotten_in_every_segment() {
    for (int i = 0; i < 5; i++) {
      counted.count(List.of("de", "young"), 1, 1);
      counted.count(List.of("de", "young"), 2, 1);
    }
    counted.forget(1);
    assertThat(counted.chain(List.of("de", "young")))
        .hasSize(3)
        .allSatisfy(counts -> assertThat(counts.weight(1)).isZero())
        .allSatisfy(counts -> assertThat(counts.total()).isEqualTo(5));
    counted.count(List.of("de", "young"), 1, 1);
    assertThat(counted.chain(List.of("de", "young")).getFirst().weight(1)).isEqualTo(1);
  }

  @Property(seed = "1")
  void counts_are_those_of_a_plain_array(
      @ForAll @Size(max = 300) List<@IntRange(max = 90) Integer> rows,
      @ForAll @IntRange(max = 90) int gone) {
    RowCounts counts = new RowCounts();
    float[] expected = new float[91];
    for (int row : rows) {
      counts.add(row, 1 + row % 3);
      expected[row] += 1 + row % 3;
    }
    counts.forget(gone);
    expected[gone] = 0;
    double total = 0;
    for (int row = 0; row < expected.length; row++) {
      assertThat(counts.weight(row)).isEqualTo(expected[row]);
      total += expected[row];
    }
    assertThat(counts.total()).isEqualTo(total);
  }

  @Property(seed = "1")
  void the_best_rows_are_those_that_a_sort_puts_first(
      @ForAll @Size(max = 60) List<@IntRange(max = 9) Integer> scores,
      @ForAll @IntRange(min = 1, max = 20) int wanted) {
    BestRows best = new BestRows(wanted);
    for (int row = 0; row < scores.size(); row++) {
      if (best.wants(scores.get(row))) {
        best.offer(row, scores.get(row));
      }
    }
    List<Integer> expected =
        IntStream.range(0, scores.size())
            .boxed()
            .sorted(Comparator.comparing((Integer row) -> -scores.get(row)))
            .limit(wanted)
            .toList();
    assertThat(best.drain().rows())
        .containsExactly(expected.stream().mapToInt(Integer::intValue).toArray());
  }

  @Test
  void readers_meet_whole_counts_while_a_writer_counts() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < 200_000; i++) {
                    counted.count(List.of("de", "young"), i % 5_000, 1);
                  }
                  done.countDown();
                });
    while (done.getCount() > 0) {
      RowCounts all = counted.chain(List.of()).getFirst();
      BestRows best = new BestRows(10);
      all.offer(row -> true, 1, best);
      for (float score : best.drain().scores()) {
        assertThat(score).isBetween(0f, 1f);
      }
    }
    writer.join();
    assertThat(counted.chain(List.of()).getFirst().total()).isEqualTo(200_000);
  }
}
