package io.salver.api.task;

import io.salver.fault.InvalidInput;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the places of a text are counted in. */
public enum OffsetUnit {
  /** Unicode code points, as Python counts. */
  CODEPOINT,
  /** UTF-16 units, as Java and JavaScript count. */
  UTF16,
  /** Bytes of UTF-8, as Go and Rust count. */
  BYTE;

  /** The parameter that says it. */
  public static final String NAME = "offset_unit";

  private static final List<String> LABELS =
      Arrays.stream(values()).map(OffsetUnit::label).toList();

  /**
   * That which a request says; else code points.
   *
   * @throws InvalidInput when it says another
   */
  public static OffsetUnit of(TaskArguments said) {
    return valueOf(said.choice(NAME, LABELS).toUpperCase(Locale.ROOT));
  }

  /** Its name on the wire. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Counts the places of {@code text}, which is well-formed. */
  public Counter of(String text) {
    return new Counter(this, text);
  }

  /**
   * Turns places in UTF-16 units into another unit. Ascending places cost one pass over the text
   * together. Not thread-safe.
   */
  public static final class Counter {

    private final OffsetUnit unit;
    private final String text;
    private int place;
    private int count;

    private Counter(OffsetUnit unit, String text) {
      this.unit = unit;
      this.text = text;
    }

    /** The place of what stands at {@code utf16}, from 0 to the length of the text. */
    public int at(int utf16) {
      if (unit == UTF16) {
        return utf16;
      }
      if (utf16 < place) {
        place = 0;
        count = 0;
      }
      count += unit.length(text, place, utf16);
      place = utf16;
      return count;
    }
  }

  private int length(String text, int from, int to) {
    return switch (this) {
      case UTF16 -> to - from;
      case CODEPOINT -> text.codePointCount(from, to);
      case BYTE -> {
        int bytes = 0;
        for (int at = from; at < to; at++) {
          char unit = text.charAt(at);
          bytes += unit < 0x80 ? 1 : unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
        }
        yield bytes;
      }
    };
  }
}
