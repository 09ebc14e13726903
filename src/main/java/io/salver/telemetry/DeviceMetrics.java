package io.salver.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.salver.model.Device;
import io.salver.model.DevicePolicy;
import io.salver.model.ModelId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Shows where versions were loaded: {@code serving_model_device}, 1 for the device that a version
 * was loaded on last, beside the one that it asked for. Thread-safe.
 */
public final class DeviceMetrics implements DevicePolicy.Observer {

  private final MeterRegistry registry;
  private final ConcurrentMap<ModelId, Placement> last = new ConcurrentHashMap<>();
  private final Set<Placement> shown = ConcurrentHashMap.newKeySet();

  /** Metrics in {@code registry}. */
  public DeviceMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void placed(ModelId id, Device asked, Device found) {
    Placement placement = new Placement(id, asked, found);
    last.put(id, placement);
    if (shown.add(placement)) {
      show(placement);
    }
  }

  private void show(Placement placement) {
    ModelId id = placement.id();
    Gauge.builder("serving.model.device", () -> placement.equals(last.get(id)) ? 1 : 0)
        .description("1 for the device that a version was loaded on")
        .tags(Tags.of("model", id.name(), "version", String.valueOf(id.version())))
        .tags(Tags.of("asked", placement.asked().text(), "device", placement.found().text()))
        .register(registry);
  }

  private record Placement(ModelId id, Device asked, Device found) {}
}
