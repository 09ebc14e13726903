package io.salver.repository.triton;

import io.salver.model.ModelSpec;
import io.salver.model.ModelSpec.Batching;
import io.salver.model.ModelSpec.Join;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import triton.ModelConfig;
import triton.ModelDynamicBatching;

/** The queue before a model and the joining of requests. */
final class Scheduling {

  private static final int MOST = 1_000_000;

  private Scheduling() {}

  /**
   * Without {@code max_batch_size} the first axis need not be one of rows, so that nothing is said
   * of its length. A queue without a bound, which 0 means to Triton, gets the usual one.
   */
  static Batching of(ModelConfig config) {
    Batching defaults = ModelSpec.DEFAULT.batching();
    int rows = config.getMaxBatchSize() == 0 ? MOST : Math.min(MOST, config.getMaxBatchSize());
    if (!config.hasDynamicBatching()) {
      return new Batching(rows, defaults.maxDelay(), defaults.queue(), Join.NEVER);
    }
    if (config.getMaxBatchSize() == 0) {
      throw new TritonProblem("dynamic_batching needs a max_batch_size over 0");
    }
    ModelDynamicBatching batching = config.getDynamicBatching();
    long queue = Integer.toUnsignedLong(batching.getDefaultQueuePolicy().getMaxQueueSize());
    return new Batching(
        rows,
        delay(batching.getMaxQueueDelayMicroseconds()),
        queue == 0 ? defaults.queue() : (int) Math.min(MOST, queue),
        Join.ALWAYS);
  }

  private static Duration delay(long micros) {
    if (micros < 0 || micros > Duration.ofMinutes(1).toNanos() / 1000) {
      throw new TritonProblem(
          "dynamic_batching.max_queue_delay_microseconds must be at most a minute, not "
              + Long.toUnsignedString(micros));
    }
    return Duration.of(micros, ChronoUnit.MICROS);
  }
}
