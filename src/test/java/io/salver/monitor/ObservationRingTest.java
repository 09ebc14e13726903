package io.salver.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class ObservationRingTest {

  private static final int PRODUCERS = 4;
  private static final int EACH = 20_000;
  private static final int ROUNDS = 20;

  /** Whatever the order of calls, it does what a queue of the JDK with that bound does. */
  @Property(seed = "1")
  void it_is_a_bounded_queue(
      @ForAll @IntRange(min = 1, max = 9) int capacity, @ForAll List<Boolean> puts) {
    ObservationRing ring = new ObservationRing(capacity);
    Queue<Observation> oracle = new ArrayDeque<>();
    int taken = 0;
    for (int i = 0; i < puts.size(); i++) {
      if (puts.get(i)) {
        Observation observation = Observations.of("r", i);
        boolean fits = oracle.size() < ring.capacity() && oracle.add(observation);
        assertThat(ring.offer(observation)).isEqualTo(fits);
      } else {
        Optional<Observation> expected = Optional.ofNullable(oracle.poll());
        assertThat(ring.poll()).isEqualTo(expected);
        taken += expected.isPresent() ? 1 : 0;
      }
      assertThat(ring.size()).isEqualTo(oracle.size());
      assertThat(ring.taken()).isEqualTo(taken);
    }
  }

  @Test
  void its_capacity_is_a_power_of_two() {
    assertThat(List.of(1, 2, 3, 8, 9, 8192))
        .extracting(capacity -> new ObservationRing(capacity).capacity())
        .containsExactly(1, 2, 4, 8, 16, 8192);
  }

  /**
   * Threads put while one takes, through a ring that is full again and again. Whatever the
   * interleaving: what was accepted is taken once, and each producer's in its order.
   */
  @Test
  void what_is_accepted_is_taken_once_and_in_order_whatever_the_interleaving() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(PRODUCERS)) {
      for (int round = 0; round < ROUNDS; round++) {
        new Round(1 << round % 8).run(threads);
      }
    }
  }

  private static final class Round {

    private final ObservationRing ring;
    private final CyclicBarrier start = new CyclicBarrier(PRODUCERS + 1);
    private final AtomicInteger producing = new AtomicInteger(PRODUCERS);
    private int taken;

    Round(int capacity) {
      this.ring = new ObservationRing(capacity);
    }

    void run(ExecutorService threads) throws Exception {
      List<Future<Integer>> accepted = new ArrayList<>();
      for (int i = 0; i < PRODUCERS; i++) {
        String producer = "p" + i;
        accepted.add(threads.submit(() -> produce(producer)));
      }
      start.await();
      int[] last = {-1, -1, -1, -1};
      while (producing.get() > 0) {
        take(last);
      }
      take(last);
      int sum = 0;
      for (Future<Integer> each : accepted) {
        sum += each.get();
      }
      assertThat(taken).isEqualTo(sum).isPositive();
      assertThat(ring.taken()).isEqualTo(sum);
      assertThat(ring.size()).isZero();
    }

    private int produce(String producer) throws Exception {
      start.await();
      int accepted = 0;
      for (int i = 0; i < EACH; i++) {
        accepted += ring.offer(Observations.of(producer, i)) ? 1 : 0;
      }
      producing.decrementAndGet();
      return accepted;
    }

    private void take(int[] last) {
      for (Optional<Observation> next = ring.poll(); next.isPresent(); next = ring.poll()) {
        PredictionId id = next.get().id();
        int producer = id.request().charAt(1) - '0';
        assertThat(id.index()).isGreaterThan(last[producer]);
        last[producer] = id.index();
        taken++;
      }
    }
  }
}
