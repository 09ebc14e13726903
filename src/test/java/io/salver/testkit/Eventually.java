package io.salver.testkit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Assertions about what comes a moment later, as all that is counted once a request is answered.
 * They are made together, again and again, until they hold.
 */
public final class Eventually {

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private Eventually() {}

  /**
   * Returns when {@code assertions} hold; throws what they throw last if they never do. What is
   * asked for must not change by being asked for.
   */
  public static void holds(Runnable assertions) {
    long giveUp = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        assertions.run();
        return;
      } catch (AssertionError | RuntimeException notYet) {
        if (System.nanoTime() - giveUp > 0) {
          throw notYet;
        }
      }
      LockSupport.parkNanos(AGAIN_NANOS);
    }
  }
}
