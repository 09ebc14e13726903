package io.salver.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.salver.recommend.RecommendationRouting;
import io.salver.rollout.ArmCounters;
import io.salver.rollout.RolloutDirectory;
import io.salver.serving.TrafficRouting;
import io.salver.telemetry.RolloutRequestMetrics;
import io.salver.time.Ticker;
import io.salver.traffic.ArmChooser;
import io.salver.traffic.LabelledArms;
import io.salver.traffic.ObservedArms;
import io.salver.traffic.RememberedArms;
import io.salver.traffic.Traffic;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadLocalRandom;

/** Constructs what has requests follow rollouts. */
@Singleton
final class RoutingComponents {

  @Produces
  @Singleton
  LabelledArms labels() {
    return new LabelledArms();
  }

  @Produces
  @Singleton
  RememberedArms remembered(RolloutDirectory directory, ArmCounters counters) {
    return new RememberedArms(directory, counters);
  }

  @Produces
  @Singleton
  ObservedArms observations(RolloutDirectory directory, LabelledArms labels) {
    return new ObservedArms(directory, labels);
  }

  @Produces
  @Singleton
  ArmChooser chooser(
      RolloutDirectory directory,
      ArmCounters counters,
      LabelledArms labels,
      MeterRegistry registry,
      Ticker ticker) {
    return new ArmChooser(
        directory,
        counters,
        new RolloutRequestMetrics(registry),
        labels,
        ticker,
        () -> ThreadLocalRandom.current().nextLong());
  }

  @Produces
  @Singleton
  TrafficRouting routing(ArmChooser chooser) {
    return Traffic.ofModels(chooser);
  }

  @Produces
  @Singleton
  RecommendationRouting recommendations(ArmChooser chooser) {
    return new RecommendationRouting(Traffic.ofRecommenders(chooser), Traffic.ofRankers(chooser));
  }
}
