package io.salver.tensor;

import io.salver.fault.Overloaded;
import io.salver.fault.TooLarge;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the bytes that open scopes hold, and refuses those over a limit. The upper {@code 1/8} is
 * out of reach of requests that are still being received: it is left to the outputs of those that
 * run, and to the service's own work. Nobody waits here, so nobody can wait for ever. Thread-safe
 * and lock-free.
 */
final class MemoryLimit {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final int RESERVED_FRACTION = 8;

  private final long limitBytes;
  private final long arrivalLimitBytes;
  private final AtomicLong heldBytes = new AtomicLong();

  MemoryLimit(long limitBytes) {
    this.limitBytes = limitBytes;
    this.arrivalLimitBytes = limitBytes - limitBytes / RESERVED_FRACTION;
  }

  long limitBytes() {
    return limitBytes;
  }

  long heldBytes() {
    return heldBytes.get();
  }

  /**
   * Takes {@code bytes}, for a request that is still being received if {@code arriving}.
   *
   * @throws TooLarge when there never are so many
   * @throws Overloaded when there are not so many now
   */
  void take(long bytes, boolean arriving) {
    long bound = arriving ? arrivalLimitBytes : limitBytes;
    if (bytes > bound) {
      throw new TooLarge(
          "%d bytes are needed at once; all requests together may hold %d".formatted(bytes, bound));
    }
    long held = heldBytes.get();
    while (true) {
      if (held > bound - bytes) {
        throw refusal(
            "the service holds %d of %d bytes for requests under way and has no room for %d more"
                .formatted(held, bound, bytes));
      }
      long witness = heldBytes.compareAndExchange(held, held + bytes);
      if (witness == held) {
        return;
      }
      held = witness;
    }
  }

  /** Gives back what was taken. */
  void give(long bytes) {
    heldBytes.addAndGet(-bytes);
  }

  static Overloaded refusal(String message) {
    return new Overloaded(Overloaded.Reason.MEMORY, RETRY_AFTER, message);
  }
}
