package io.salver.monitor.outcome;

import io.salver.fault.BackendFailure;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads what {@link ParcelWriter} has written, in the same order. Every method throws {@link
 * BackendFailure} where something else lies there. Not thread-safe.
 */
public final class ParcelReader {

  private static final int MOST_SHIFT = 63;

  private final byte[] content;
  private final List<Object> known = new ArrayList<>();
  private int at;

  public ParcelReader(byte[] content) {
    this.content = content;
  }

  /** A whole number. */
  public long whole() {
    long value = 0;
    for (int shift = 0; shift <= MOST_SHIFT; shift += 7) {
      byte next = next();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw unreadable();
  }

  /** How many come, none of which takes less than a byte. */
  public int count() {
    long value = whole();
    if (value < 0 || value > content.length - at) {
      throw unreadable();
    }
    return (int) value;
  }

  /** A real number. */
  public double real() {
    return Double.longBitsToDouble(whole());
  }

  public String text() {
    int length = count();
    String text = new String(content, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  /** A moment. */
  public Instant moment() {
    try {
      return Instant.ofEpochSecond(whole(), whole());
    } catch (DateTimeException e) {
      throw unreadable();
    }
  }

  /** A text that may come again. */
  public String word() {
    return shared(String.class, this::text);
  }

  /**
   * Something that may come again.
   *
   * @param form reads it the first time
   */
  public <T> T shared(Class<T> type, Supplier<T> form) {
    long number = whole();
    if (number == -1) {
      T value = form.get();
      known.add(value);
      return value;
    }
    if (number < 0 || number >= known.size() || !type.isInstance(known.get((int) number))) {
      throw unreadable();
    }
    return type.cast(known.get((int) number));
  }

  /** Of an enumeration, the one of that name. */
  public <E extends Enum<E>> E constant(Class<E> type) {
    String name = word();
    for (E each : type.getEnumConstants()) {
      if (each.name().equals(name)) {
        return each;
      }
    }
    throw unreadable();
  }

  /** What is read of values that may be refused, by an IllegalArgumentException. */
  public <T> T checked(Supplier<T> form) {
    try {
      return form.get();
    } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
      throw unreadable();
    }
  }

  private byte next() {
    if (at >= content.length) {
      throw unreadable();
    }
    return content[at++];
  }

  private static BackendFailure unreadable() {
    return new BackendFailure(
        "the store holds answers that a process has handed over and that cannot be read");
  }
}
