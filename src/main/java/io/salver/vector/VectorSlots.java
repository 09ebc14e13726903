package io.salver.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Vectors outside the heap, addressed by slot, {@code [slots, dimension]} float32 in native byte
 * order, in blocks of {@value #BLOCK_SLOTS} slots that never move. It grows without a bound but
 * memory.
 *
 * <p>One thread at a time writes; any number read, and need to know by other means that the slot
 * has been written and is not being written again. The owner closes it after the last reader has
 * left.
 */
public final class VectorSlots implements AutoCloseable {

  private static final int BLOCK_SHIFT = 14;

  /** How many slots lie side by side. */
  public static final int BLOCK_SLOTS = 1 << BLOCK_SHIFT;

  private static final long ALIGNMENT = 64;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Blocks(MemorySegment[] segments, long[] addresses) {}

  private final int dimension;
  private final Arena arena = Arena.ofShared();
  private volatile Blocks blocks = new Blocks(new MemorySegment[0], new long[0]);

  /** No slots yet. */
  public VectorSlots(int dimension) {
    this.dimension = dimension;
  }

  public int dimension() {
    return dimension;
  }

  /** Writes {@code vector}, {@code [dimension]}, into a slot, which is made where it is missing. */
  public void put(int slot, float[] vector) {
    int block = slot >>> BLOCK_SHIFT;
    while (block >= blocks.segments.length) {
      grow();
    }
    MemorySegment.copy(
        vector, 0, blocks.segments[block], ValueLayout.JAVA_FLOAT, offset(slot), dimension);
  }

  private void grow() {
    Blocks before = blocks;
    int count = before.segments.length;
    MemorySegment[] segments = Arrays.copyOf(before.segments, count + 1);
    long[] addresses = Arrays.copyOf(before.addresses, count + 1);
    segments[count] = arena.allocate((long) BLOCK_SLOTS * dimension * Float.BYTES, ALIGNMENT);
    addresses[count] = segments[count].address();
    blocks = new Blocks(segments, addresses);
  }

  /** Reads a slot into {@code vector}, {@code [dimension]}. */
  public void get(int slot, float[] vector) {
    MemorySegment segment = blocks.segments[slot >>> BLOCK_SHIFT];
    MemorySegment.copy(segment, ValueLayout.JAVA_FLOAT, offset(slot), vector, 0, dimension);
  }

  /** A copy of the vector in a slot, {@code [dimension]}. */
  public float[] get(int slot) {
    float[] vector = new float[dimension];
    get(slot, vector);
    return vector;
  }

  /**
   * Where each block lies in memory, for native code that only reads: slot {@code s} is in block
   * {@code s div} {@value #BLOCK_SLOTS}. Not copied; not to be changed.
   */
  public long[] addresses() {
    return blocks.addresses;
  }

  /** How much memory it takes. */
  public long bytes() {
    return (long) blocks.addresses.length * BLOCK_SLOTS * dimension * Float.BYTES;
  }

  @Override
  public void close() {
    arena.close();
  }

  private long offset(int slot) {
    return (long) (slot & (BLOCK_SLOTS - 1)) * dimension * Float.BYTES;
  }
}
