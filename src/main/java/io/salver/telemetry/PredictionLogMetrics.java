package io.salver.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.salver.monitor.log.Ledger;
import io.salver.monitor.log.PredictionLog;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/**
 * Shows the ledger of the prediction log: {@code prediction_log_records_total} by {@code result}
 * ({@code accepted}, {@code written}, {@code dropped}, {@code failed}), {@code
 * prediction_log_queued}, and {@code prediction_log_files_removed_total}.
 */
public final class PredictionLogMetrics {

  private PredictionLogMetrics() {}

  /**
   * Shows a log in {@code registry}.
   *
   * @param removed files that had to go because all together were too large
   */
  public static void show(MeterRegistry registry, PredictionLog log, LongSupplier removed) {
    result(registry, log, "accepted", Ledger::accepted);
    result(registry, log, "written", Ledger::written);
    result(registry, log, "dropped", Ledger::dropped);
    result(registry, log, "failed", Ledger::failed);
    Gauge.builder("prediction.log.queued", log, each -> each.ledger().queued())
        .description("Records of the prediction log that wait to be written")
        .register(registry);
    FunctionCounter.builder("prediction.log.files.removed", removed, LongSupplier::getAsLong)
        .description("Files of the prediction log that went because all were too large")
        .register(registry);
  }

  private static void result(
      MeterRegistry registry, PredictionLog log, String result, ToDoubleFunction<Ledger> count) {
    FunctionCounter.builder(
            "prediction.log.records", log, each -> count.applyAsDouble(each.ledger()))
        .description("Records of the prediction log, by what became of them; accepted: all")
        .tag("result", result)
        .register(registry);
  }
}
