package io.salver.api.rest;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;

/**
 * The way between Vert.x buffers and Netty's memory without a copy. Vert.x 4 deprecates it because
 * version 5 moves it to an internal interface; its replacements there copy.
 */
@SuppressWarnings("deprecation")
final class NettyBuffers {

  private NettyBuffers() {}

  /** The memory of {@code buffer}, which stays its own. */
  static ByteBuf of(Buffer buffer) {
    return buffer.getByteBuf();
  }

  /** A buffer over {@code memory}, which its owner releases once the buffer is sent. */
  static Buffer wrap(ByteBuf memory) {
    return Buffer.buffer(memory);
  }
}
