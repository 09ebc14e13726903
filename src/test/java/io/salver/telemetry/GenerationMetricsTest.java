package io.salver.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.salver.model.ModelId;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class GenerationMetricsTest {

  private static final ModelId MODEL = new ModelId("poet", 3);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final GenerationMetrics metrics = new GenerationMetrics(registry);

  @Test
  void tokens_are_counted_and_timed_by_model_and_version() {
    metrics.read(MODEL, 12);
    metrics.began(MODEL, Duration.ofMillis(500).toNanos());
    metrics.wrote(MODEL, 1);
    metrics.stepped(MODEL, Duration.ofMillis(250).toNanos());
    metrics.wrote(MODEL, 2);

    assertThat(counted("serving.prompt.tokens")).isEqualTo(12);
    assertThat(counted("serving.generated.tokens")).isEqualTo(3);
    assertThat(timed("serving.time.to.first.token").count()).isEqualTo(1);
    assertThat(timed("serving.time.to.first.token").totalTime(TimeUnit.SECONDS)).isEqualTo(0.5);
    assertThat(timed("serving.time.per.output.token").totalTime(TimeUnit.SECONDS)).isEqualTo(0.25);
  }

  private double counted(String name) {
    return registry.get(name).tag("model", "poet").tag("version", "3").counter().count();
  }

  private Timer timed(String name) {
    return registry.get(name).tag("model", "poet").tag("version", "3").timer();
  }
}
