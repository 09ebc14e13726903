package io.salver.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.salver.rollout.ArmCounters;
import io.salver.rollout.RolloutDirectory;
import io.salver.serving.TrafficRouting;
import io.salver.telemetry.RolloutRequestMetrics;
import io.salver.time.Ticker;
import io.salver.traffic.ArmChooser;
import io.salver.traffic.ModelTraffic;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadLocalRandom;

/** Constructs what has requests follow rollouts. */
@Singleton
final class RoutingComponents {

  @Produces
  @Singleton
  ArmChooser chooser(
      RolloutDirectory directory, ArmCounters counters, MeterRegistry registry, Ticker ticker) {
    return new ArmChooser(
        directory,
        counters,
        new RolloutRequestMetrics(registry),
        ticker,
        () -> ThreadLocalRandom.current().nextLong());
  }

  @Produces
  @Singleton
  TrafficRouting routing(ArmChooser chooser) {
    return new ModelTraffic(chooser);
  }
}
