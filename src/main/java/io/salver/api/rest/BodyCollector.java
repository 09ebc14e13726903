package io.salver.api.rest;

import io.netty.buffer.ByteBuf;
import io.salver.fault.TooLarge;
import io.salver.tensor.TensorScope;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Collects a body into direct memory of a scope, with one copy for most bodies: a body of declared
 * length below a bound goes into memory of that size, others into memory that doubles, so that a
 * header alone cannot take much. Confined to the request's event loop.
 */
final class BodyCollector {

  private static final long FIRST_BYTES = 16 * 1024;
  private static final long TRUSTED_BYTES = 4 * 1024 * 1024;
  private static final int ALIGNMENT = 64;

  private final TensorScope scope;
  private final long limit;
  private final int padding;
  private ByteBuffer memory;

  /**
   * Starts empty.
   *
   * @param scope owns the memory
   * @param limit most bytes of the body
   * @param declared its length as declared; negative when it is not
   * @param headerBytes bytes before the binary tensors; the body is placed so that the first of
   *     them is aligned, and needs no second copy
   */
  BodyCollector(TensorScope scope, long limit, long declared, long headerBytes) {
    this.scope = scope;
    this.limit = limit;
    this.padding = (int) Math.floorMod(-headerBytes, (long) ALIGNMENT);
    long trusted = Math.min(padding + Math.min(declared, TRUSTED_BYTES), TRUSTED_BYTES);
    long expected = declared < 0 ? FIRST_BYTES : trusted;
    this.memory = scope.allocate(Math.min(expected, padding + limit)).position(padding);
  }

  /**
   * Appends the readable bytes of {@code chunk}.
   *
   * @throws TooLarge when the body goes over the limit
   */
  void append(ByteBuf chunk) {
    int length = chunk.readableBytes();
    int start = memory.position();
    if ((long) start - padding + length > limit) {
      throw overLimit(limit);
    }
    if (length > memory.remaining()) {
      grow((long) start + length);
    }
    chunk.getBytes(chunk.readerIndex(), memory.duplicate().limit(start + length));
    memory.position(start + length);
  }

  /** What was collected, from position 0. */
  ByteBuffer body() {
    return memory.slice(padding, memory.position() - padding).order(ByteOrder.LITTLE_ENDIAN);
  }

  static TooLarge overLimit(long limit) {
    return new TooLarge("the body is over the limit of " + limit + " bytes");
  }

  private void grow(long needed) {
    long doubled = Math.min(2L * memory.capacity(), limit + padding);
    memory = scope.exchange(memory, Math.max(needed, doubled));
  }
}
