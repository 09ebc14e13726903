package io.salver.monitor.log;

import io.salver.monitor.Observation;
import io.salver.monitor.Sample;
import java.time.Duration;

/**
 * What bounds the log.
 *
 * @param records most that wait
 * @param values most that they hold together: features, predictions and components of vectors
 * @param batch most records that are written at once
 * @param attempts how often a batch is tried
 * @param rest before the second attempt; it doubles
 * @param drain how long a log that is closed goes on writing
 */
public record LogBounds(
    int records, long values, int batch, int attempts, Duration rest, Duration drain) {

  /** Some hundred megabytes at most, with the longest of texts; a few with rows. */
  public static final LogBounds DEFAULT =
      new LogBounds(10_000, 1_000_000, 500, 5, Duration.ofMillis(200), Duration.ofSeconds(5));

  /** The values of a record, and one more. */
  static int values(Observation observation) {
    Sample sample = observation.sample();
    int components = sample.embeddings().values().stream().mapToInt(vector -> vector.length).sum();
    return 1 + sample.features().size() + sample.predictions().size() + components;
  }
}
