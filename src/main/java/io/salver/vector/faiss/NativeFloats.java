package io.salver.vector.faiss;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Floats where native code can read them: direct memory in native byte order. */
final class NativeFloats {

  private static final int CHUNK_FLOATS = 1 << 20;

  /**
   * Takes a chunk of vectors, {@code [count, dimension]} in direct memory, from row {@code from}.
   */
  @FunctionalInterface
  interface Chunk {
    void accept(int from, int count, FloatBuffer vectors);
  }

  private NativeFloats() {}

  /** Whether native code can read {@code floats} as they are. */
  static boolean areUsable(FloatBuffer floats) {
    return floats.isDirect() && floats.order() == ByteOrder.nativeOrder();
  }

  /** {@code floats} from position to limit: the same memory where it is usable, else a copy. */
  static FloatBuffer of(FloatBuffer floats) {
    return areUsable(floats)
        ? floats.slice()
        : allocate(floats.remaining()).put(floats.duplicate()).flip();
  }

  /** Hands {@code vectors} over in chunks of whole rows, copying at most one chunk at a time. */
  static void inChunks(FloatBuffer vectors, int dimension, Chunk chunk) {
    int total = vectors.remaining() / dimension;
    int rows = Math.max(1, CHUNK_FLOATS / dimension);
    FloatBuffer copy = areUsable(vectors) ? null : allocate(Math.min(rows, total) * dimension);
    for (int from = 0; from < total; from += rows) {
      int count = Math.min(rows, total - from);
      FloatBuffer part = vectors.slice(vectors.position() + from * dimension, count * dimension);
      chunk.accept(from, count, copy == null ? part : copy.clear().put(part).flip());
    }
  }

  private static FloatBuffer allocate(int floats) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }
}
