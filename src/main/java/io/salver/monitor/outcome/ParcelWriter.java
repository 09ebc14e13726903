package io.salver.monitor.outcome;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes the content of a parcel: whole numbers in seven bits a byte, the sign in the lowest of
 * them, and what comes again as the number of the first. {@link ParcelReader} reads it. Not
 * thread-safe.
 */
public final class ParcelWriter {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Map<Object, Integer> known = new HashMap<>();

  /** A whole number. */
  public void whole(long value) {
    long rest = (value << 1) ^ (value >> (Long.SIZE - 1));
    while ((rest & ~0x7fL) != 0) {
      bytes.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }

  /** A real number, bit by bit. */
  public void real(double value) {
    whole(Double.doubleToRawLongBits(value));
  }

  public void text(String value) {
    byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
    whole(encoded.length);
    bytes.writeBytes(encoded);
  }

  /** A moment, to the nanosecond. */
  public void moment(Instant value) {
    whole(value.getEpochSecond());
    whole(value.getNano());
  }

  /** A text that may come again. */
  public void word(String value) {
    shared(value, this::text);
  }

  /**
   * Something that may come again.
   *
   * @param value equal to another only where both are read alike
   * @param form writes it the first time
   */
  public <T> void shared(T value, Consumer<T> form) {
    Integer number = known.get(value);
    if (number != null) {
      whole(number);
      return;
    }
    whole(-1);
    form.accept(value);
    known.put(value, known.size());
  }

  /** What was written so far. */
  public byte[] content() {
    return bytes.toByteArray();
  }
}
