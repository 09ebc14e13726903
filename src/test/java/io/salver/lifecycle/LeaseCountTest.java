package io.salver.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LeaseCountTest {

  private static final int THREADS = 4;
  private static final int ROUNDS = 100;

  @Test
  void nothing_is_leased_before_it_opens() {
    assertThat(new LeaseCount().tryAcquire()).isFalse();
  }

  @Test
  void draining_without_leases_ends_at_once() {
    LeaseCount count = open();
    assertThat(count.drain()).isTrue();
    assertThat(count.tryAcquire()).isFalse();
  }

  @Test
  void draining_with_leases_ends_with_the_last() {
    LeaseCount count = open();
    assertThat(count.tryAcquire()).isTrue();
    assertThat(count.tryAcquire()).isTrue();
    assertThat(count.release()).isFalse();
    assertThat(count.drain()).isFalse();
    assertThat(count.count()).isEqualTo(1);
    assertThat(count.tryAcquire()).isFalse();
    assertThat(count.release()).isTrue();
  }

  /**
   * Threads lease and release while one drains. Whatever the interleaving: exactly one call ends
   * the life, nobody holds a lease after it, and no lease begins after {@code drain} returned.
   */
  @Test
  void one_call_ends_the_life_whatever_the_interleaving() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1)) {
      for (int round = 0; round < ROUNDS; round++) {
        new Round().run(threads);
      }
    }
  }

  private static LeaseCount open() {
    LeaseCount count = new LeaseCount();
    count.open();
    return count;
  }

  private static final class Round {

    private final LeaseCount count = open();
    private final CyclicBarrier start = new CyclicBarrier(THREADS + 1);
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger ends = new AtomicInteger();
    private final AtomicBoolean drained = new AtomicBoolean();

    void run(ExecutorService threads) throws Exception {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        running.add(threads.submit(this::lease));
      }
      running.add(threads.submit(this::drain));
      for (Future<?> each : running) {
        each.get();
      }
      assertThat(ends).hasValue(1);
      assertThat(count.count()).isZero();
    }

    private Void lease() throws Exception {
      start.await();
      while (true) {
        boolean late = drained.get();
        if (!count.tryAcquire()) {
          return null;
        }
        assertThat(late).as("leased after drain returned").isFalse();
        held.incrementAndGet();
        held.decrementAndGet();
        end(count.release());
      }
    }

    private Void drain() throws Exception {
      start.await();
      boolean ended = count.drain();
      drained.set(true);
      end(ended);
      return null;
    }

    private void end(boolean ended) {
      if (ended) {
        assertThat(held).as("leases held at the end").hasValue(0);
        ends.incrementAndGet();
      }
    }
  }
}
