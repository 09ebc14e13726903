package engine.hostile;

import engine.hostile.Case.Way;
import inference.ModelInferRequest;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * What follows the HEADERS of a gRPC call on its HTTP/2 stream, broken below the level of messages:
 * the five bytes before a message, and frames. gRPC itself answers most of it with INTERNAL
 * (statuscodes.md), so all that is asked is that the call ends without a success and the service
 * lives.
 */
final class Frames {

  private static final byte DATA = 0;
  private static final byte RST_STREAM = 3;
  private static final byte PING = 6;
  private static final byte CONTINUATION = 9;
  private static final byte END_STREAM = 1;

  private Frames() {}

  static Kinds kinds() {
    Kinds kinds = new Kinds();
    kinds.add("frame-prefix-long", r -> message(r, 0, 1 + r.nextInt(1000)));
    kinds.add("frame-prefix-short", r -> message(r, 0, -1 - r.nextInt(10)));
    kinds.add("frame-prefix-huge", r -> of(prefixed((byte) 0, Integer.MAX_VALUE, new byte[10])));
    kinds.add("frame-prefix-negative", r -> of(prefixed((byte) 0, -1, new byte[10])));
    kinds.add("frame-compressed", r -> message(r, 1, 0));
    kinds.add("frame-flags", r -> message(r, 2 + r.nextInt(250), 0));
    kinds.add("frame-no-message", r -> of(frame(DATA, END_STREAM, new byte[0])));
    kinds.add(
        "frame-two-messages",
        r -> {
          byte[] message = prefix(0, valid().length, valid());
          return of(frame(DATA, END_STREAM, Bytes.concat(message, message)));
        });
    kinds.add(
        "frame-reset", r -> of(Bytes.concat(part(r), frame(RST_STREAM, (byte) 0, new byte[4]))));
    kinds.add("frame-bad-ping", r -> of(Bytes.concat(part(r), frame(PING, (byte) 0, new byte[3]))));
    kinds.add(
        "frame-continuation",
        r -> of(Bytes.concat(part(r), frame(CONTINUATION, (byte) 4, new byte[5]))));
    kinds.add(
        "frame-noise",
        r -> {
          byte[] noise = new byte[9 + r.nextInt(60)];
          r.nextBytes(noise);
          return of(noise);
        });
    kinds.add(
        "frame-cut",
        r -> {
          byte[] whole = prefixed((byte) 0, valid().length, valid());
          return of(Bytes.prefix(whole, r.nextInt(whole.length)));
        });
    return kinds;
  }

  private static byte[] valid() {
    return ModelInferRequest.newBuilder().setModelName("echo-fp32").build().toByteArray();
  }

  private static Case message(Random random, int flag, int lengthError) {
    byte[] message = valid();
    return of(prefixed((byte) flag, message.length + lengthError, message));
  }

  private static byte[] part(Random random) {
    byte[] message = prefix(0, valid().length, valid());
    return frame(DATA, (byte) 0, Bytes.prefix(message, random.nextInt(message.length)));
  }

  private static byte[] prefixed(byte flag, int length, byte[] message) {
    return frame(DATA, END_STREAM, prefix(flag, length, message));
  }

  private static byte[] prefix(int flag, int length, byte[] message) {
    return ByteBuffer.allocate(5 + message.length)
        .put((byte) flag)
        .putInt(length)
        .put(message)
        .array();
  }

  /** RFC 9113, section 4.1; always on stream 1. */
  static byte[] frame(byte type, byte flags, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) (payload.length >>> 16))
        .putShort((short) payload.length)
        .put(type)
        .put(flags)
        .putInt(type == PING || type == 4 ? 0 : 1)
        .put(payload)
        .array();
  }

  private static Case of(byte[] frames) {
    return Case.of(Way.FRAME, "", Expect.FAULT_OR_CLOSE, frames);
  }
}
