package io.salver.tensor;

import io.salver.fault.TooLarge;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Recycles direct memory in size classes of powers of two, from 256 bytes to 1 GiB, because fresh
 * direct memory is zeroed by the JVM and given back only by the garbage collector. It keeps at most
 * {@code retainedLimit} bytes for later use; what comes back beyond that is freed at once.
 * Thread-safe and lock-free.
 */
public final class DirectMemoryPool {

  private static final int MIN_CLASS = 8;
  private static final int MAX_CLASS = 30;
  private static final long ALIGNMENT = 64;

  private final Queue<Block>[] free;
  private final long retainedLimit;
  private final AtomicLong retainedBytes = new AtomicLong();
  private final AtomicLong leasedBytes = new AtomicLong();

  /** A pool that keeps at most {@code retainedLimit} bytes for reuse. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public DirectMemoryPool(long retainedLimit) {
    this.retainedLimit = retainedLimit;
    this.free = new Queue[MAX_CLASS + 1];
    for (int sizeClass = MIN_CLASS; sizeClass <= MAX_CLASS; sizeClass++) {
      free[sizeClass] = new ConcurrentLinkedQueue<>();
    }
  }

  /** Opens a scope; the caller closes it. */
  public TensorScope open() {
    return new TensorScope(this);
  }

  /** Bytes that open scopes hold now, in whole size classes; zero when every scope is closed. */
  public long leasedBytes() {
    return leasedBytes.get();
  }

  /** Bytes kept for reuse now. */
  public long retainedBytes() {
    return retainedBytes.get();
  }

  ByteBuffer allocate(long bytes, TensorScope owner) {
    if (bytes > 1L << MAX_CLASS) {
      throw new TooLarge(
          "one tensor takes " + bytes + " bytes; at most " + (1L << MAX_CLASS) + " are possible");
    }
    int sizeClass =
        bytes <= 1L << MIN_CLASS ? MIN_CLASS : Long.SIZE - Long.numberOfLeadingZeros(bytes - 1);
    Block block = take(sizeClass);
    leasedBytes.addAndGet(1L << sizeClass);
    owner.attach(() -> giveBack(block, sizeClass));
    return block.buffer.slice(0, (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private Block take(int sizeClass) {
    Block kept = free[sizeClass].poll();
    if (kept != null) {
      retainedBytes.addAndGet(-(1L << sizeClass));
      return kept;
    }
    Arena arena = Arena.ofShared();
    MemorySegment segment = arena.allocate(1L << sizeClass, ALIGNMENT);
    return new Block(arena, segment.asByteBuffer());
  }

  private void giveBack(Block block, int sizeClass) {
    long size = 1L << sizeClass;
    leasedBytes.addAndGet(-size);
    if (retainedBytes.addAndGet(size) <= retainedLimit) {
      free[sizeClass].offer(block);
    } else {
      retainedBytes.addAndGet(-size);
      block.arena.close();
    }
  }

  private record Block(Arena arena, ByteBuffer buffer) {}
}
