package io.salver.table.arrow;

import io.salver.fault.InvalidInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MetadataVersion;

/** The messages of a stream, one after the other. Not thread-safe. */
final class Frames {

  private static final int CONTINUATION = -1;
  private static final byte[] FILE = "ARROW1".getBytes(StandardCharsets.US_ASCII);

  private final ByteBuffer bytes;

  /** Reads {@code bytes} from position to limit, through a view. */
  Frames(ByteBuffer bytes) {
    this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (this.bytes.remaining() >= FILE.length
        && this.bytes.slice(0, FILE.length).equals(ByteBuffer.wrap(FILE))) {
      throw new InvalidInput("an Arrow stream is expected, and this is an Arrow file");
    }
  }

  /**
   * One message.
   *
   * @param body little-endian, of exactly its bytes
   */
  record Frame(Message message, ByteBuffer body) {}

  /** The next one, unless the stream ends here. */
  Optional<Frame> next() {
    if (!bytes.hasRemaining()) {
      return Optional.empty();
    }
    int length = length();
    if (length == 0) {
      return Optional.empty();
    }
    if (length < 0 || length > bytes.remaining()) {
      throw Damaged.stream(
          "a message of %d bytes is announced where %d are left"
              .formatted(length, bytes.remaining()));
    }
    Message message = Message.getRootAsMessage(take(length));
    if (message.version() != MetadataVersion.V5 && message.version() != MetadataVersion.V4) {
      throw Damaged.stream("the version of its metadata is %d".formatted(message.version() + 1));
    }
    long body = message.bodyLength();
    if (body < 0 || body > bytes.remaining()) {
      throw Damaged.stream(
          "a body of %d bytes is announced where %d are left".formatted(body, bytes.remaining()));
    }
    return Optional.of(new Frame(message, take((int) body)));
  }

  /** Streams from before Arrow 0.15 have no mark before it. */
  private int length() {
    int first = integer();
    return first == CONTINUATION ? integer() : first;
  }

  private int integer() {
    if (bytes.remaining() < Integer.BYTES) {
      throw Damaged.stream("it ends within the length of a message");
    }
    return bytes.getInt();
  }

  private ByteBuffer take(int length) {
    ByteBuffer part = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(bytes.position() + length);
    return part;
  }
}
