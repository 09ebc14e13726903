package io.salver.task.speech;

import io.salver.fault.InvalidInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Makes samples of bytes that come in pieces, which may end inside a sample. Confined. */
final class SampleBytes {

  /** Beyond any scale in use; what is larger would overflow in a model. */
  private static final float LOUDEST = 65_536;

  private final StreamRequest.Encoding encoding;
  private final ByteBuffer odd;

  SampleBytes(StreamRequest.Encoding encoding) {
    this.encoding = encoding;
    this.odd = ByteBuffer.allocate(bytes(encoding)).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Bytes of a sample. */
  static int bytes(StreamRequest.Encoding encoding) {
    return switch (encoding) {
      case PCM_16 -> Short.BYTES;
      case FLOAT_32 -> Float.BYTES;
    };
  }

  /** The samples that are complete with {@code piece}. */
  float[] read(ByteBuffer piece) {
    ByteBuffer bytes = piece.slice().order(ByteOrder.LITTLE_ENDIAN);
    int size = odd.capacity();
    float[] samples = new float[(odd.position() + bytes.remaining()) / size];
    int count = 0;
    while (odd.position() > 0 && odd.hasRemaining() && bytes.hasRemaining()) {
      odd.put(bytes.get());
    }
    if (!odd.hasRemaining()) {
      samples[count++] = sample(odd, 0);
      odd.clear();
    }
    while (bytes.remaining() >= size) {
      samples[count++] = sample(bytes, bytes.position());
      bytes.position(bytes.position() + size);
    }
    odd.put(bytes);
    return samples;
  }

  private float sample(ByteBuffer bytes, int at) {
    return switch (encoding) {
      case PCM_16 -> bytes.getShort(at) / 32_768f;
      case FLOAT_32 -> {
        float sample = bytes.getFloat(at);
        if (!(Math.abs(sample) <= LOUDEST)) {
          throw new InvalidInput("the sound has the sample " + sample + "; expected -1 to 1");
        }
        yield sample;
      }
    };
  }
}
