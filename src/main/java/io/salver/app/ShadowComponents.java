package io.salver.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.salver.rollout.ArmCounters;
import io.salver.rollout.RolloutDirectory;
import io.salver.serving.ModelHost;
import io.salver.serving.ModelInferenceService;
import io.salver.telemetry.ShadowMetrics;
import io.salver.time.Ticker;
import io.salver.traffic.shadow.ShadowLimits;
import io.salver.traffic.shadow.ShadowTraffic;
import io.salver.traffic.shadow.ShadowedInference;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Constructs inference as everybody uses it: that of which shadows get copies. */
@Singleton
final class ShadowComponents {

  @Produces
  @Singleton
  ShadowedInference inference(
      ModelInferenceService inference,
      ModelHost host,
      RolloutDirectory rollouts,
      ArmCounters counters,
      ShadowConfig config,
      MeterRegistry registry,
      Ticker ticker) {
    ShadowLimits limits =
        new ShadowLimits(config.busy(), config.mostBytes().asLongValue(), config.timeout());
    ShadowTraffic shadows =
        new ShadowTraffic(
            rollouts,
            counters,
            inference,
            model -> isWaiting(host, model),
            limits,
            new ShadowMetrics(registry),
            ticker);
    return new ShadowedInference(inference, inference, shadows);
  }

  private static boolean isWaiting(ModelHost host, String model) {
    return host.queues().stream()
        .anyMatch(queue -> queue.model().name().equals(model) && queue.pending() > 0);
  }
}
