package io.salver.recommend.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.BackendFailure;
import io.salver.time.Ticker;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class IdDirectoryTest {

  private final AtomicLong nanos = new AtomicLong();
  private final Ticker ticker = nanos::get;

  /** A map from ids to rows is the oracle. */
  @Property(tries = 200, seed = "1")
  void finds_what_the_oracle_finds(@ForAll long seed) {
    Random random = new Random(seed);
    IdDirectory directory = IdDirectory.empty(ticker);
    Map<Long, Integer> oracle = new HashMap<>();
    for (int step = 0; step < 300; step++) {
      long id = 1 + random.nextInt(60) * (random.nextBoolean() ? 1L : 1L << 40);
      if (random.nextInt(3) == 0) {
        Integer known = oracle.remove(id);
        assertThat(directory.release(id)).isEqualTo(known == null ? IdDirectory.ABSENT : known);
      } else {
        int row = directory.claim(id);
        assertThat(oracle.getOrDefault(id, row)).isEqualTo(row);
        assertThat(oracle.containsValue(row)).isEqualTo(oracle.containsKey(id));
        oracle.put(id, row);
      }
      nanos.addAndGet(random.nextLong(IdDirectory.REUSE_AFTER.toNanos()));
      assertThat(directory.size()).isEqualTo(oracle.size());
      assertThat(directory.rows().count()).isEqualTo(oracle.size());
    }
    oracle.forEach(
        (id, row) -> {
          assertThat(directory.row(id)).isEqualTo(row);
          assertThat(directory.id(row)).isEqualTo(id);
          assertThat(directory.rows().allows(row)).isTrue();
        });
  }

  @Test
  void a_row_is_given_away_only_when_nobody_can_still_mean_its_last_item() {
    IdDirectory directory = IdDirectory.empty(ticker);
    int first = directory.claim(7);
    directory.release(7);
    assertThat(directory.claim(8)).isNotEqualTo(first);
    nanos.addAndGet(IdDirectory.REUSE_AFTER.toNanos() + 1);
    assertThat(directory.claim(9)).isEqualTo(first);
  }

  @Test
  void reserved_ids_get_their_rows_and_others_none_of_those() {
    IdDirectory directory = IdDirectory.reserving(ticker, new long[] {30, 0, 10, 20});
    assertThat(directory.row(30)).isEqualTo(IdDirectory.ABSENT);
    assertThat(directory.claim(20)).isEqualTo(3);
    assertThat(directory.claim(99)).isEqualTo(4);
    assertThat(directory.claim(30)).isZero();
    assertThat(directory.endReservations()).containsExactly(1, 2);
    nanos.addAndGet(IdDirectory.REUSE_AFTER.toNanos() + 1);
    assertThat(directory.claim(100)).isEqualTo(1);
    assertThat(directory.size()).isEqualTo(4);
  }

  @Test
  void ids_must_be_positive_and_different() {
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> IdDirectory.of(new long[] {1, 0}))
        .withMessage("id 0 is not positive");
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> IdDirectory.of(new long[] {1, 2, 1}))
        .withMessage("id 1 occurs twice");
  }

  /** Readers find what was there before they began, however much is added meanwhile. */
  @Test
  void readers_are_not_disturbed_by_growth() throws Exception {
    IdDirectory directory = IdDirectory.empty(ticker);
    for (long id = 1; id <= 100; id++) {
      directory.claim(id);
    }
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (long id = 101; id <= 200_000; id++) {
                    directory.claim(id);
                  }
                });
    while (writer.isAlive()) {
      for (long id = 1; id <= 100; id++) {
        int row = directory.row(id);
        assertThat(directory.id(row)).isEqualTo(id);
      }
    }
    writer.join();
  }
}
