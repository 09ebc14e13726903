package io.salver.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.salver.model.ModelId;
import io.salver.monitor.Observation;
import io.salver.monitor.ObservationConsumer;
import io.salver.monitor.kafka.KafkaSettings;
import io.salver.monitor.kafka.KafkaTopic;
import io.salver.monitor.log.FileSettings;
import io.salver.monitor.log.LogBounds;
import io.salver.monitor.log.LogSink;
import io.salver.monitor.log.LoggedModels;
import io.salver.monitor.log.PredictionLog;
import io.salver.monitor.ndjson.NdjsonFiles;
import io.salver.monitor.ndjson.ObservationJson;
import io.salver.monitor.parquet.ParquetFiles;
import io.salver.telemetry.PredictionLogMetrics;
import io.salver.time.Ticker;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Constructs the prediction log. */
@Singleton
final class PredictionLogComponents {

  private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);

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
    Keeping keeping = keeping(config);
    LogBounds usual = LogBounds.DEFAULT;
    LogBounds bounds =
        new LogBounds(
            config.queue(),
            usual.values(),
            usual.batch(),
            usual.attempts(),
            usual.rest(),
            usual.drain());
    PredictionLog log =
        new PredictionLog(bounds, config.sample(), models, config.key(), keeping.sink());
    PredictionLogMetrics.show(registry, log, keeping.removed());
    return new Logging(Optional.of(log));
  }

  /** Where the log is kept, and how many files it had to remove. */
  private record Keeping(LogSink sink, LongSupplier removed) {}

  private static Keeping keeping(PredictionLogConfig config) {
    Optional<String> servers = config.kafka().bootstrapServers();
    if (servers.isPresent()) {
      return new Keeping(topic(servers.get(), config.kafka()), () -> 0);
    }
    FileSettings settings =
        new FileSettings(
            config.directory(),
            config.rotateSize().asLongValue(),
            config.rotateAge(),
            config.mostBytes().asLongValue());
    return switch (config.format()) {
      case NDJSON -> {
        NdjsonFiles files = new NdjsonFiles(settings, config.compress(), Clock.systemUTC());
        yield new Keeping(files, files::removed);
      }
      case PARQUET -> {
        ParquetFiles files = new ParquetFiles(settings, Clock.systemUTC());
        yield new Keeping(files, files::removed);
      }
    };
  }

  private static KafkaTopic topic(String servers, PredictionLogConfig.Kafka config) {
    if (config.timeout().compareTo(SHORTEST_TIMEOUT) < 0) {
      throw new ConfigurationException(
          "salver.prediction-log.kafka.timeout must be at least %s, not %s"
              .formatted(SHORTEST_TIMEOUT, config.timeout()));
    }
    try {
      return new KafkaTopic(
          new KafkaSettings(servers, config.topic(), config.timeout(), config.properties()),
          ObservationJson::bytes,
          Ticker.SYSTEM);
    } catch (IllegalArgumentException wrong) {
      throw new ConfigurationException(
          "salver.prediction-log.kafka is wrong: " + wrong.getMessage(), wrong);
    }
  }

  void close(@Disposes Logging logging) {
    logging.log().ifPresent(PredictionLog::close);
  }
}
