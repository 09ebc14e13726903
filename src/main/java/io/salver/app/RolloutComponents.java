package io.salver.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.salver.api.rollout.RolloutRequests;
import io.salver.repository.rollouts.RolloutFolder;
import io.salver.rollout.ArmCounters;
import io.salver.rollout.DeclaredRollouts;
import io.salver.rollout.RolloutControl;
import io.salver.rollout.RolloutDirectory;
import io.salver.rollout.RolloutJudging;
import io.salver.store.JdbcRollouts;
import io.salver.store.JdbcStore;
import io.salver.telemetry.RolloutMetrics;
import io.salver.time.Ticker;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** Constructs what divides traffic and judges its arms. */
@Singleton
final class RolloutComponents {

  /** Behind every other observer of the stop: what was seen until then is told. */
  private static final int LAST = 10_000;

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
  RolloutControl rolloutControl(
      JdbcRollouts store, RolloutDirectory directory, RolloutMetrics metrics) {
    return new RolloutControl(store, store, directory, metrics, Clock.systemUTC());
  }

  @Produces
  @Singleton
  DeclaredRollouts declaredRollouts(RolloutControl control) {
    return new DeclaredRollouts(control);
  }

  @Produces
  @Singleton
  ArmCounters armCounters() {
    return new ArmCounters();
  }

  @Produces
  @Singleton
  RolloutMetrics rolloutMetrics(MeterRegistry registry, ArmCounters counters) {
    RolloutMetrics metrics = new RolloutMetrics(registry);
    metrics.showViolations(counters);
    return metrics;
  }

  @Produces
  @Singleton
  RolloutJudging rolloutJudging(
      RolloutDirectory directory,
      RolloutControl control,
      ArmCounters counters,
      JdbcRollouts store,
      RolloutMetrics metrics) {
    return new RolloutJudging(
        directory, control, counters, store, replica(), metrics, Clock.systemUTC());
  }

  @Produces
  @Singleton
  RolloutThread rolloutThread(RolloutMetrics metrics, Ticker ticker) {
    return new RolloutThread(metrics, ticker, Clock.systemUTC());
  }

  @Produces
  @Singleton
  RolloutRequests rolloutRequests(
      RolloutControl control, DeclaredRollouts declared, RolloutThread thread) {
    return new RolloutRequests(control, declared, thread.requests(), Clock.systemUTC());
  }

  void start(
      @Observes StartupEvent event,
      RolloutsConfig config,
      RolloutThread thread,
      RolloutDirectory directory,
      RolloutJudging judging,
      DeclaredRollouts declared) {
    if (config.enabled()) {
      thread.start(directory, judging, new RolloutFolder(config.directory()), declared, config);
    }
  }

  void stop(
      @Observes @Priority(LAST) ShutdownEvent event,
      RolloutsConfig config,
      RolloutThread thread,
      RolloutJudging judging) {
    thread.stop(config.enabled() ? judging::tell : () -> {});
  }

  /** A name of this life of this replica. */
  private static String replica() {
    String host = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("salver");
    return host + "-" + UUID.randomUUID().toString().substring(0, 8);
  }
}
