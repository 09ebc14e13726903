package io.salver.api;

import io.salver.fault.TooLarge;

/**
 * How much memory the tensors of one request may take. What a request expands to counts, not what
 * came over the wire. Not thread-safe.
 */
public final class MemoryBudget {

  private final long limitBytes;
  private long spentBytes;

  /** A budget of {@code limitBytes}. */
  public MemoryBudget(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /**
   * Takes {@code bytes}, which are not negative, for {@code what}.
   *
   * @throws TooLarge when not so many are left
   */
  public void charge(long bytes, String what) {
    if (bytes > limitBytes - spentBytes) {
      throw new TooLarge(
          what + " takes " + bytes + " bytes; a request may take " + limitBytes + " in all");
    }
    spentBytes += bytes;
  }
}
