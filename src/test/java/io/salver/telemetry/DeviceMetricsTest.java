package io.salver.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.salver.model.Device;
import io.salver.model.ModelId;
import org.junit.jupiter.api.Test;

final class DeviceMetricsTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final DeviceMetrics metrics = new DeviceMetrics(registry);

  @Test
  void a_version_that_fell_back_shows_what_it_asked_for_and_what_it_got() {
    metrics.placed(new ModelId("m", 1), new Device.Cuda(1), new Device.Cpu());
    assertThat(value("cuda:1", "cpu")).isEqualTo(1);
  }

  @Test
  void the_last_load_counts() {
    ModelId id = new ModelId("m", 1);
    metrics.placed(id, new Device.Auto(), new Device.Cuda(0));
    metrics.placed(id, new Device.Auto(), new Device.Cpu());
    assertThat(value("auto", "cuda:0")).isZero();
    assertThat(value("auto", "cpu")).isEqualTo(1);
    metrics.placed(id, new Device.Auto(), new Device.Cuda(0));
    assertThat(value("auto", "cuda:0")).isEqualTo(1);
    assertThat(value("auto", "cpu")).isZero();
  }

  private double value(String asked, String device) {
    return registry
        .get("serving.model.device")
        .tags("model", "m", "version", "1", "asked", asked, "device", device)
        .gauge()
        .value();
  }
}
