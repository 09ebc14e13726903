package io.salver.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.salver.rollout.Rollout;
import io.salver.rollout.Rollouts;
import io.salver.rollout.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RolloutRequestMetricsTest {

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final RolloutRequestMetrics metrics = new RolloutRequestMetrics(registry);

  @Test
  void requests_of_an_arm_are_counted_by_what_became_of_them_and_timed() {
    Rollout rollout = Rollouts.canary("r", "adult").begin(Rollouts.START);
    metrics.answered(rollout, "canary", 2_000_000);
    metrics.failed(rollout, "canary");
    metrics.failed(rollout, "canary");
    assertThat(count("ok")).isEqualTo(1);
    assertThat(count("error")).isEqualTo(2);
    assertThat(
            registry
                .get("rollout.request")
                .tags("model", "adult", "arm", "canary")
                .timer()
                .totalTime(TimeUnit.MILLISECONDS))
        .isEqualTo(2);
  }

  @Test
  void a_ranker_is_told_from_its_recommender() {
    assertThat(RolloutRequestMetrics.model(new Target.Recommender("shop"))).isEqualTo("shop");
    assertThat(RolloutRequestMetrics.model(new Target.Ranker("shop"))).isEqualTo("shop/ranker");
  }

  private double count(String outcome) {
    return registry
        .get("rollout.requests")
        .tags("model", "adult", "arm", "canary", "outcome", outcome)
        .counter()
        .count();
  }
}
