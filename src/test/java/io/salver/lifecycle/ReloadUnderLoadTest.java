package io.salver.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.model.ModelId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Threads lease all the time while a version is reloaded again and again. */
final class ReloadUnderLoadTest {

  private static final int RELOADS = 1_000;
  private static final int THREADS = 4;
  private static final Duration BOUND = Duration.ofSeconds(60);

  private final AtomicInteger live = new AtomicInteger();
  private final AtomicLong loads = new AtomicLong();
  private final AtomicLong leases = new AtomicLong();
  private final AtomicBoolean ended = new AtomicBoolean();

  /**
   * Whatever the interleaving: each lease succeeds, by name and by number; what is leased stays
   * open and the same; nobody sees an earlier life after a later one; one life is left.
   */
  @Test
  void no_request_is_lost_or_mixed_in_a_thousand_reloads() throws Exception {
    try (ExecutorService loaders = Executors.newFixedThreadPool(2);
        ExecutorService requests = Executors.newFixedThreadPool(THREADS)) {
      VersionManager<Servable> manager =
          new VersionManager<>(
              new AvailabilityPreserving(),
              loaders,
              InstantSource.system(),
              System::nanoTime,
              LifecycleObserver.NONE);
      join(reload(manager));
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        boolean byName = i % 2 == 0;
        running.add(requests.submit(() -> leaseUntilTheEnd(manager, byName)));
      }
      for (int i = 0; i < RELOADS; i++) {
        join(reload(manager));
      }
      ended.set(true);
      for (Future<?> each : running) {
        each.get(BOUND.toSeconds(), TimeUnit.SECONDS);
      }
      assertThat(loads).hasValue(RELOADS + 1);
      assertThat(leases.get()).isGreaterThan(RELOADS);
      join(manager.retire("m"));
      assertThat(manager.stop(BOUND)).isEmpty();
      assertThat(live).hasValue(0);
    }
  }

  private void leaseUntilTheEnd(VersionManager<Servable> manager, boolean byName) {
    long last = 0;
    while (!ended.get()) {
      try (Lease<Servable> lease =
          byName ? manager.lease("m", "test") : manager.lease(new ModelId("m", 1), "test")) {
        long first = lease.servable().answer();
        Thread.onSpinWait();
        assertThat(lease.servable().answer()).as("one life per lease").isEqualTo(first);
        assertThat(first).as("never back to an earlier life").isGreaterThanOrEqualTo(last);
        last = first;
      }
      leases.incrementAndGet();
    }
  }

  private CompletionStage<?> reload(VersionManager<Servable> manager) {
    return manager.aspire("m", Map.of(1L, new AspiredVersion<>("", Servable::new)), Renewal.ALL);
  }

  private static void join(CompletionStage<?> stage) {
    var _ = stage.toCompletableFuture().orTimeout(BOUND.toSeconds(), TimeUnit.SECONDS).join();
  }

  private final class Servable implements AutoCloseable {

    private final long number = loads.incrementAndGet();
    private volatile boolean closed;

    Servable() {
      live.incrementAndGet();
    }

    long answer() {
      assertThat(closed).as("closed while leased").isFalse();
      return number;
    }

    @Override
    public void close() {
      closed = true;
      live.decrementAndGet();
    }
  }
}
