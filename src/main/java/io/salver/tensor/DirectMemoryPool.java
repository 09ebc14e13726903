package io.salver.tensor;

import io.salver.fault.TooLarge;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Recycles direct memory in size classes of powers of two, from 256 bytes to 1 GiB, because fresh
 * direct memory is zeroed by the JVM and given back only by the garbage collector. It keeps at most
 * {@code retainedLimit} bytes for later use; what comes back beyond that is freed at once.
 * Thread-safe and lock-free.
 *
 * <p>All open scopes together hold at most {@code limit} bytes; what they ask for beyond that is
 * refused, at once and with a fault. Work that the service does for itself opens its scopes with
 * {@link #open()}, and a request that is being received with {@link #openForArrival()}: it may fill
 * only seven eighths, so that those that run find room for their outputs.
 */
public final class DirectMemoryPool {

  private static final int MIN_CLASS = 8;
  private static final int MAX_CLASS = 30;
  private static final long ALIGNMENT = 64;

  private final Queue<Block>[] free;
  private final MemoryLimit limit;
  private final long retainedLimit;
  private final AtomicLong retainedBytes = new AtomicLong();

  /** A pool without a limit, which keeps at most {@code retainedLimit} bytes for reuse. */
  public DirectMemoryPool(long retainedLimit) {
    this(Long.MAX_VALUE, retainedLimit);
  }

  /**
   * A pool whose open scopes hold at most {@code limit} bytes, and which keeps at most {@code
   * retainedLimit} bytes more for reuse.
   */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public DirectMemoryPool(long limit, long retainedLimit) {
    this.limit = new MemoryLimit(limit);
    this.retainedLimit = retainedLimit;
    this.free = new Queue[MAX_CLASS + 1];
    for (int sizeClass = MIN_CLASS; sizeClass <= MAX_CLASS; sizeClass++) {
      free[sizeClass] = new ConcurrentLinkedQueue<>();
    }
  }

  /** Opens a scope that may use all of the limit; the caller closes it. */
  public TensorScope open() {
    return new TensorScope(this, false);
  }

  /**
   * Opens a scope for a request that is yet to be received; the caller closes it, and calls {@link
   * TensorScope#admit} once the request is whole.
   */
  public TensorScope openForArrival() {
    return new TensorScope(this, true);
  }

  /**
   * Bytes that open scopes hold now, direct memory in whole size classes; zero when every scope is
   * closed.
   */
  public long leasedBytes() {
    return limit.heldBytes();
  }

  /** Bytes kept for reuse now. */
  public long retainedBytes() {
    return retainedBytes.get();
  }

  /** Most bytes that open scopes may hold. */
  public long limitBytes() {
    return limit.limitBytes();
  }

  Loan lend(long bytes, boolean arriving) {
    if (bytes > 1L << MAX_CLASS) {
      throw new TooLarge(
          "one tensor takes " + bytes + " bytes; at most " + (1L << MAX_CLASS) + " are possible");
    }
    int sizeClass =
        bytes <= 1L << MIN_CLASS ? MIN_CLASS : Long.SIZE - Long.numberOfLeadingZeros(bytes - 1);
    limit.take(1L << sizeClass, arriving);
    Block block;
    try {
      block = take(sizeClass);
    } catch (RuntimeException | Error failure) {
      limit.give(1L << sizeClass);
      throw failure;
    }
    return new Loan(
        block.buffer.slice(0, (int) bytes).order(ByteOrder.LITTLE_ENDIAN),
        () -> giveBack(block, sizeClass));
  }

  TensorScope.Release reserve(long bytes, boolean arriving) {
    limit.take(bytes, arriving);
    return () -> limit.give(bytes);
  }

  private Block take(int sizeClass) {
    Block kept = takeRetained(sizeClass);
    if (kept != null) {
      return kept;
    }
    try {
      return fresh(sizeClass);
    } catch (OutOfMemoryError exhausted) {
      freeRetained();
    }
    try {
      return fresh(sizeClass);
    } catch (OutOfMemoryError exhausted) {
      throw MemoryLimit.refusal(
          "the machine has no memory for another " + (1L << sizeClass) + " bytes");
    }
  }

  private @Nullable Block takeRetained(int sizeClass) {
    Block kept = free[sizeClass].poll();
    if (kept != null) {
      retainedBytes.addAndGet(-(1L << sizeClass));
    }
    return kept;
  }

  private static Block fresh(int sizeClass) {
    Arena arena = Arena.ofShared();
    try {
      MemorySegment segment = arena.allocate(1L << sizeClass, ALIGNMENT);
      return new Block(arena, segment.asByteBuffer());
    } catch (RuntimeException | Error failure) {
      arena.close();
      throw failure;
    }
  }

  private void giveBack(Block block, int sizeClass) {
    long size = 1L << sizeClass;
    if (retainedBytes.addAndGet(size) <= retainedLimit) {
      free[sizeClass].offer(block);
    } else {
      retainedBytes.addAndGet(-size);
      block.arena.close();
    }
    limit.give(size);
  }

  private void freeRetained() {
    for (int sizeClass = MIN_CLASS; sizeClass <= MAX_CLASS; sizeClass++) {
      for (Block kept = takeRetained(sizeClass); kept != null; kept = takeRetained(sizeClass)) {
        kept.arena.close();
      }
    }
  }

  /** Memory lent to a scope, and how to give it back. */
  record Loan(ByteBuffer buffer, TensorScope.Release release) {}

  private record Block(Arena arena, ByteBuffer buffer) {}
}
