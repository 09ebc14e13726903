package io.salver.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.salver.model.ModelId;
import io.salver.monitor.Observation;
import io.salver.monitor.ObservationConsumer;
import io.salver.monitor.log.FileSettings;
import io.salver.monitor.log.LogBounds;
import io.salver.monitor.log.LoggedModels;
import io.salver.monitor.log.PredictionLog;
import io.salver.monitor.ndjson.NdjsonFiles;
import io.salver.telemetry.PredictionLogMetrics;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/** Constructs the prediction log. */
@Singleton
final class PredictionLogComponents {

  /** The prediction log, where it is switched on. */
  record Logging(Optional<PredictionLog> log) implements ObservationConsumer {

    @Override
    public double share(ModelId model) {
      return log.map(each -> each.share(model)).orElse(0.0);
    }

    @Override
    public void accept(Observation observation) {
      log.ifPresent(each -> each.accept(observation));
    }
  }

  @Produces
  @Singleton
  LoggedModels models() {
    return new LoggedModels();
  }

  @Produces
  @Singleton
  Logging logging(PredictionLogConfig config, LoggedModels models, MeterRegistry registry) {
    if (!(config.sample() >= 0 && config.sample() <= 1)) {
      throw new ConfigurationException(
          "salver.prediction-log.sample must be from 0 to 1, not " + config.sample());
    }
    if (!config.enabled()) {
      return new Logging(Optional.empty());
    }
    NdjsonFiles files =
        new NdjsonFiles(
            new FileSettings(
                config.directory(),
                config.rotateSize().asLongValue(),
                config.rotateAge(),
                config.mostBytes().asLongValue()),
            Clock.systemUTC());
    LogBounds usual = LogBounds.DEFAULT;
    LogBounds bounds =
        new LogBounds(
            config.queue(),
            usual.values(),
            usual.batch(),
            usual.attempts(),
            usual.rest(),
            usual.drain());
    PredictionLog log = new PredictionLog(bounds, config.sample(), models, config.key(), files);
    PredictionLogMetrics.show(registry, log, files::removed);
    return new Logging(Optional.of(log));
  }

  void close(@Disposes Logging logging) {
    logging.log().ifPresent(PredictionLog::close);
  }
}
