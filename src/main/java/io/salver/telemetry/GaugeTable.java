package io.salver.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Gauges of one name whose labels come and go. A scrape reads what was shown last, and waits for
 * nobody; a series that stays is in every scrape, also in one while others are shown. Shown to by
 * one thread at a time.
 */
final class GaugeTable {

  private final MeterRegistry registry;
  private final String name;
  private final String description;
  private final Map<Tags, Shown> shown = new HashMap<>();

  /** Without any; {@code name} in dots. */
  GaugeTable(MeterRegistry registry, String name, String description) {
    this.registry = registry;
    this.name = name;
    this.description = description;
  }

  private record Shown(Gauge gauge, AtomicReference<Double> value) {}

  /** Shows these values and no others from now on. */
  void show(Map<Tags, Double> values) {
    shown.entrySet().removeIf(each -> isGone(each.getKey(), each.getValue(), values));
    values.forEach(this::show);
  }

  private void show(Tags tags, Double value) {
    Shown known = shown.get(tags);
    if (known == null) {
      shown.put(tags, register(tags, value));
    } else {
      known.value.set(value);
    }
  }

  private boolean isGone(Tags tags, Shown gone, Map<Tags, Double> values) {
    if (values.containsKey(tags)) {
      return false;
    }
    registry.remove(gone.gauge);
    return true;
  }

  private Shown register(Tags tags, Double first) {
    AtomicReference<Double> value = new AtomicReference<>(first);
    Gauge gauge =
        Gauge.builder(name, value, AtomicReference::get)
            .description(description)
            .tags(tags)
            .strongReference(true)
            .register(registry);
    return new Shown(gauge, value);
  }
}
