package io.salver.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.model.ModelId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;

/**
 * A manager whose loader thread is the test: what was handed to it runs when {@link #load} is
 * called. In the end all that was loaded must be closed.
 */
abstract class ManagedServables {

  static final VersionState READY = new VersionState.Ready(Instant.EPOCH);

  final Queue<Runnable> tasks = new ArrayDeque<>();
  final List<Servable> live = new ArrayList<>();
  final List<String> heard = new ArrayList<>();
  final AtomicLong nanos = new AtomicLong();
  int loads;
  final VersionManager<Servable> manager =
      new VersionManager<>(
          new AvailabilityPreserving(), tasks::add, () -> Instant.EPOCH, nanos::get, observer());

  @AfterEach
  void everythingThatWasLoadedIsClosed() {
    manager.stop(Duration.ZERO);
    load();
    assertThat(live).isEmpty();
    assertThat(manager.stop(Duration.ZERO)).isEmpty();
  }

  CompletableFuture<?> retired() {
    return manager.retire("m").toCompletableFuture();
  }

  void aspire(long... versions) {
    follow(sources("", versions));
  }

  void follow(Map<Long, AspiredVersion<Servable>> wanted) {
    var _ = manager.aspire("m", wanted, Renewal.CHANGED);
  }

  CompletableFuture<SortedMap<Long, VersionState>> reload(
      Map<Long, AspiredVersion<Servable>> wanted) {
    return manager.aspire("m", wanted, Renewal.ALL).toCompletableFuture();
  }

  Servable leased() {
    try (Lease<Servable> byName = manager.lease("m", "test");
        Lease<Servable> byNumber = manager.lease(new ModelId("m", 1), "test")) {
      assertThat(byNumber.servable()).isSameAs(byName.servable());
      return byName.servable();
    }
  }

  static VersionState failed(String reason) {
    return new VersionState.Failed(Instant.EPOCH, reason);
  }

  static AspiredVersion<Servable> failing(String revision, Throwable failure) {
    return new AspiredVersion<>(
        revision,
        () -> {
          if (failure instanceof Error error) {
            throw error;
          }
          throw (RuntimeException) failure;
        });
  }

  Map<Long, AspiredVersion<Servable>> sources(String revision, long... versions) {
    Map<Long, AspiredVersion<Servable>> sources = new HashMap<>();
    for (long version : versions) {
      sources.put(version, new AspiredVersion<>(revision, () -> loaded(version)));
    }
    return sources;
  }

  Servable loaded(long version) {
    nanos.addAndGet(5_000_000);
    loads++;
    Servable servable = new Servable(version);
    live.add(servable);
    return servable;
  }

  void load() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  List<VersionState> states() {
    return manager.snapshot("m").stream().map(VersionSnapshot::state).toList();
  }

  LifecycleObserver observer() {
    return new LifecycleObserver() {
      @Override
      public void changed(VersionSnapshot version) {
        String state = version.state().getClass().getSimpleName();
        if (version.state() instanceof VersionState.Ready) {
          manager.lease(version.id(), "observer").close();
          state += ", lease succeeds";
        }
        heard.add(state);
      }

      @Override
      public void loaded(ModelId id, Duration took, boolean succeeded) {
        heard.add("loaded in " + took + ": " + succeeded);
      }
    };
  }

  final class Servable implements AutoCloseable {

    final long id;

    Servable(long id) {
      this.id = id;
    }

    @Override
    public void close() {
      assertThat(live.remove(this)).as("closed once").isTrue();
    }
  }
}
