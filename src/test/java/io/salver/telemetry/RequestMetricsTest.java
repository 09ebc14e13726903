package io.salver.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.serving.RequestRecord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RequestMetricsTest {

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final RequestMetrics metrics =
      new RequestMetrics(registry, new RequestNames("iris"::equals));

  @Test
  void a_success_is_counted_and_its_phases_are_timed() {
    metrics.answered(record("iris", Optional.empty(), "200"));

    assertThat(
            registry
                .get("serving.requests")
                .tags(
                    "model",
                    "iris",
                    "version",
                    "3",
                    "protocol",
                    "rest",
                    "method",
                    "infer",
                    "code",
                    "200",
                    "reason",
                    "ok")
                .counter()
                .count())
        .isEqualTo(1);
    double phases =
        seconds("serving.preprocess")
            + seconds("serving.queue")
            + seconds("serving.compute")
            + seconds("serving.postprocess");
    assertThat(phases).isPositive().isLessThanOrEqualTo(seconds("serving.request"));
  }

  @Test
  void a_fault_is_counted_with_its_reason_and_times_no_phase() {
    metrics.answered(record("iris", Optional.of(new InvalidInput("no")), "400"));

    assertThat(
            registry
                .get("serving.requests")
                .tags("reason", "invalid", "code", "400")
                .counter()
                .count())
        .isEqualTo(1);
    assertThat(registry.get("serving.compute").timer().count()).isZero();
  }

  @Test
  void names_that_clients_invent_do_not_become_labels() {
    metrics.answered(record("a", Optional.of(new InvalidInput("no")), "400"));
    metrics.answered(record("b", Optional.of(new InvalidInput("no")), "400"));

    assertThat(registry.get("serving.requests").tags("model", "unknown").counter().count())
        .isEqualTo(2);
    assertThat(registry.find("serving.requests").counters()).hasSize(1);
  }

  private double seconds(String timer) {
    return registry.get(timer).timer().totalTime(TimeUnit.SECONDS);
  }

  private static RequestRecord record(String model, Optional<Fault> fault, String code) {
    return new RequestRecord(
        Optional.of(model),
        Optional.of(3L),
        "rest",
        "infer",
        code,
        fault,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        1000,
        100,
        200,
        300,
        150);
  }
}
