package io.salver.app;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.salver.fault.BackendFailure;
import io.salver.store.JdbcStore;
import io.salver.store.StoreSettings;
import io.salver.time.Ticker;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Constructs what keeps catalogues. */
@Singleton
final class StoreComponents {

  private static final Logger LOG = System.getLogger(StoreComponents.class.getName());
  private static final Duration RETENTION_DELAY = Duration.ofMinutes(5);
  private static final Duration RETENTION_PERIOD = Duration.ofHours(1);

  private final ScheduledExecutorService retention =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("salver-retention").daemon().factory());

  @Produces
  @Singleton
  JdbcStore store(SalverConfig config, Ticker ticker) {
    SalverConfig.Store settings = config.store();
    return JdbcStore.of(
        new StoreSettings(
            settings.url(),
            settings.directory(),
            settings.username(),
            settings.password(),
            settings.connections()),
        Clock.systemUTC(),
        ticker);
  }

  void close(@Disposes JdbcStore store) {
    store.close();
  }

  /** Deletes old events now and then, once the store is in use. */
  void start(@Observes StartupEvent event, SalverConfig config, JdbcStore store) {
    Optional<Duration> keep = config.store().events().keep();
    if (keep.isPresent()) {
      var unused =
          retention.scheduleWithFixedDelay(
              () -> deleteOldEvents(store, keep.get()),
              RETENTION_DELAY.toSeconds(),
              RETENTION_PERIOD.toSeconds(),
              TimeUnit.SECONDS);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    retention.shutdownNow();
  }

  private static void deleteOldEvents(JdbcStore store, Duration keep) {
    try {
      long deleted = store.deleteEventsOlderThan(keep);
      if (deleted > 0) {
        LOG.log(Level.INFO, () -> "deleted " + deleted + " events older than " + keep);
      }
    } catch (BackendFailure e) {
      LOG.log(Level.WARNING, "old events stay until the next attempt: " + e.explanation(), e);
    }
  }
}
