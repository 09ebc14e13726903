package io.salver.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.salver.monitor.outcome.OutcomeObserver;
import io.salver.monitor.outcome.Receipt;
import java.time.Duration;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/**
 * Watches late labels: {@code feedback_labels_total} by what became of them, {@code
 * feedback_label_age_seconds}, how long after their predictions they came, and the ledger of
 * predictions that were to be remembered, {@code feedback_predictions_total} by what became of them
 * and {@code feedback_predictions_waiting}. Thread-safe.
 */
public final class OutcomeMetrics implements OutcomeObserver {

  private static final Duration[] AGES =
      Stream.of("1s", "10s", "1m", "10m", "1h", "6h", "24h", "72h", "168h")
          .map(text -> Duration.parse("PT" + text.toUpperCase(Locale.ROOT)))
          .toArray(Duration[]::new);

  private final MeterRegistry registry;

  /** Metrics in {@code registry}, which are there before anything happens. */
  public OutcomeMetrics(MeterRegistry registry) {
    this.registry = registry;
    Stream.of("accepted", "corrected", "duplicate", "unknown", "invalid").forEach(this::labels);
    Stream.of(Fate.values()).forEach(this::fated);
  }

  /** Shows how many predictions wait for the store. */
  public void showWaiting(IntSupplier waiting) {
    Gauge.builder("feedback.predictions.waiting", waiting, IntSupplier::getAsInt)
        .description("Predictions that wait to be remembered")
        .strongReference(true)
        .register(registry);
  }

  @Override
  public void told(Receipt receipt) {
    labels(
            switch (receipt) {
              case Receipt.Accepted _ -> "accepted";
              case Receipt.Corrected _ -> "corrected";
              case Receipt.Duplicate _ -> "duplicate";
              case Receipt.Unknown _ -> "unknown";
              case Receipt.Invalid _ -> "invalid";
            })
        .increment();
  }

  @Override
  public void aged(String model, Duration age) {
    Timer.builder("feedback.label.age")
        .description("Time from a prediction to its label")
        .tag("model", model)
        .serviceLevelObjectives(AGES)
        .register(registry)
        .record(age.isNegative() ? Duration.ZERO : age);
  }

  @Override
  public void predictions(Fate fate, long count) {
    fated(fate).increment((double) count);
  }

  private Counter labels(String result) {
    return Counter.builder("feedback.labels")
        .description("Labels that were told, by what became of them")
        .tag("result", result)
        .register(registry);
  }

  private Counter fated(Fate fate) {
    return Counter.builder("feedback.predictions")
        .description("Predictions that were to be remembered, by what became of them")
        .tag("result", fate.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }
}
