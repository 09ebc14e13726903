package io.salver.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.salver.rollout.ArmCounters;
import io.salver.rollout.RolloutControl;
import io.salver.rollout.RolloutDirectory;
import io.salver.rollout.RolloutJudging;
import io.salver.store.JdbcRollouts;
import io.salver.store.JdbcStore;
import io.salver.telemetry.RolloutMetrics;
import io.salver.time.Ticker;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** Constructs what divides traffic and judges its arms. */
@Singleton
final class RolloutComponents {

  /** The store of rollouts, and of what replicas have seen of their arms. */
  @Produces
  @Singleton
  JdbcRollouts rolloutStore(JdbcStore store) {
    return store.rollouts();
  }

  @Produces
  @Singleton
  RolloutDirectory rolloutDirectory(JdbcRollouts store) {
    return new RolloutDirectory(store);
  }

  @Produces
  @Singleton
  RolloutControl rolloutControl(JdbcRollouts store, RolloutDirectory directory) {
    return new RolloutControl(store, store, directory, Clock.systemUTC());
  }

  @Produces
  @Singleton
  ArmCounters armCounters() {
    return new ArmCounters();
  }

  @Produces
  @Singleton
  RolloutMetrics rolloutMetrics(MeterRegistry registry) {
    return new RolloutMetrics(registry);
  }

  @Produces
  @Singleton
  RolloutThread rolloutThread(RolloutMetrics metrics, Ticker ticker) {
    return new RolloutThread(metrics, ticker, Clock.systemUTC());
  }

  void close(@Disposes RolloutThread thread) {
    thread.close();
  }

  void start(
      @Observes StartupEvent event,
      RolloutsConfig config,
      RolloutThread thread,
      RolloutDirectory directory,
      RolloutControl control,
      ArmCounters counters,
      JdbcRollouts store) {
    if (!config.enabled()) {
      return;
    }
    RolloutJudging judging =
        new RolloutJudging(directory, control, counters, store, replica(), Clock.systemUTC());
    thread.start(directory, judging, config);
  }

  /** A name of this life of this replica. */
  private static String replica() {
    String host = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("salver");
    return host + "-" + UUID.randomUUID().toString().substring(0, 8);
  }
}
