package io.salver.recommend.pipeline;

import java.time.Duration;

/** How work that was refused for lack of capacity waits before it is tried again. Thread-safe. */
@FunctionalInterface
public interface Backoff {

  /** Sleeps: 50 ms, doubled by each refusal, at most a second. */
  Backoff DOUBLING = refusals -> Thread.sleep(delay(refusals));

  /**
   * Waits on the calling thread.
   *
   * @param refusals how often the work was refused, from 1
   */
  void await(int refusals) throws InterruptedException;

  private static Duration delay(int refusals) {
    return Duration.ofMillis(Math.min(1_000, 25L << Math.min(refusals, 10)));
  }
}
