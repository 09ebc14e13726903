package io.salver.api;

import io.salver.fault.TooLarge;
import io.salver.tensor.TensorScope;

/**
 * How much memory the tensors of one request may take. What a request expands to counts, not what
 * came over the wire. Not thread-safe.
 */
public final class MemoryBudget {

  private static final long FIRST_RESERVE_BYTES = 1024;

  private final long limitBytes;
  private final TensorScope scope;
  private long spentBytes;
  private long heapBytes;
  private long reservedBytes;

  /** A budget of {@code limitBytes}; what it spends on the heap is counted as held by the scope. */
  public MemoryBudget(long limitBytes, TensorScope scope) {
    this.limitBytes = limitBytes;
    this.scope = scope;
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

  /**
   * Takes {@code bytes} of the heap, which are not negative, for {@code what}. Direct memory is
   * counted where it is allocated; the heap is counted here, in steps that double.
   *
   * @throws TooLarge when not so many are left
   * @throws io.salver.fault.Overloaded when all requests together would hold too much
   */
  public void chargeHeap(long bytes, String what) {
    charge(bytes, what);
    heapBytes += bytes;
    if (heapBytes > reservedBytes) {
      long step = Math.max(heapBytes - reservedBytes, Math.max(FIRST_RESERVE_BYTES, reservedBytes));
      scope.reserve(step);
      reservedBytes += step;
    }
  }
}
