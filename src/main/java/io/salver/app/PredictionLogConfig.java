package io.salver.app;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The prediction log, below {@code salver.prediction-log.}; what one model wants, {@code
 * monitor.log} in its {@code model.yaml} says.
 */
@ConfigMapping(prefix = "salver.prediction-log")
public interface PredictionLogConfig {

  /** Whether what models are asked and answer is written down. Off: it may be personal. */
  @WithDefault("false")
  boolean enabled();

  /** The share of requests that is, of models that do not say otherwise. */
  @WithDefault("1.0")
  double sample();

  /** What the files are. */
  @WithDefault("ndjson")
  Format format();

  /** Whether NDJSON files are compressed by gzip when they are finished. */
  @WithDefault("false")
  boolean compress();

  /** Where the files are. */
  @WithDefault("data/predictions")
  Path directory();

  /** Size after which the next file begins. */
  @WithDefault("64M")
  MemorySize rotateSize();

  /** Age after which the next file begins. */
  @WithDefault("1h")
  Duration rotateAge();

  /** Size of all files together; beyond it the oldest are removed. */
  @WithDefault("1G")
  MemorySize mostBytes();

  /** Most records that wait to be written; more are dropped, and counted. */
  @WithDefault("10000")
  int queue();

  /** The key of pseudonyms; without one, features that should get them are left out. */
  Optional<String> key();

  /** A topic of Kafka in place of files. */
  Kafka kafka();

  /** What files are. */
  enum Format {
    /** A JSON object a line. */
    NDJSON,
    /** Columns; a file for each version. */
    PARQUET
  }

  /** Where Kafka is. */
  interface Kafka {

    /** Brokers to begin with, {@code host:port,…}; where they are named, the log goes to them. */
    Optional<String> bootstrapServers();

    /** The topic. */
    @WithDefault("salver-predictions")
    String topic();

    /** How long brokers may take to be found, and then to acknowledge, before an attempt failed. */
    @WithDefault("5s")
    Duration timeout();

    /** Further properties of the producer, by Kafka's names: security, compression, … */
    Map<String, String> properties();
  }
}
