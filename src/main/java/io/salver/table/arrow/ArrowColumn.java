package io.salver.table.arrow;

import io.salver.fault.InvalidInput;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.arrow.flatbuf.Date;
import org.apache.arrow.flatbuf.Decimal;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;

/**
 * A column of the stream. Immutable.
 *
 * @param type of its values
 * @param dictionary the number of the dictionary that holds them
 * @param indices of its cells in the dictionary
 */
record ArrowColumn(String name, CellType type, OptionalLong dictionary, Wholes indices) {

  private static final Wholes USUAL = new Wholes(Integer.BYTES, true);

  static ArrowColumn of(Field field) {
    String name = field.name();
    if (name == null || name.isBlank()) {
      throw new InvalidInput("the Arrow stream has a column without a name");
    }
    CellType type = type(field, name);
    if (field.dictionary() == null) {
      return new ArrowColumn(name, type, OptionalLong.empty(), USUAL);
    }
    Int given = field.dictionary().indexType();
    Wholes indices = given == null ? USUAL : Wholes.of(given, name);
    return new ArrowColumn(name, type, OptionalLong.of(field.dictionary().id()), indices);
  }

  /** A dictionary: its cells and how many there are. */
  record Dictionary(Cells cells, int size) {}

  /** The cells of this column, the next one of {@code batch}. */
  Cells read(Batch batch, Map<Long, Dictionary> dictionaries) {
    if (dictionary.isEmpty()) {
      return type.read(batch, name);
    }
    Dictionary values = dictionaries.get(dictionary.getAsLong());
    if (values == null) {
      throw Damaged.column(name, "there is no dictionary %d".formatted(dictionary.getAsLong()));
    }
    Batch.Validity validity = batch.validity(name, batch.beginColumn(name));
    ByteBuffer data = batch.buffer(name, (long) indices.bytes() * batch.rows());
    return (at, rows, place) -> {
      if (validity.has(at)) {
        long index = indices.value(data, at);
        if (index < 0 || index >= values.size()) {
          throw Damaged.column(
              name, "index %d of a dictionary of %d values".formatted(index, values.size()));
        }
        values.cells().put((int) index, rows, place);
      }
    };
  }

  private static CellType type(Field field, String name) {
    return switch (field.typeType()) {
      case Type.Null -> new Nothing();
      case Type.Int -> Wholes.of(present(field, new Int()), name);
      case Type.FloatingPoint -> Reals.of(present(field, new FloatingPoint()).precision());
      case Type.Decimal -> Decimals.of(present(field, new Decimal()), name);
      case Type.Bool -> new Flags();
      case Type.Date -> Moments.ofDates(present(field, new Date()).unit());
      case Type.Timestamp -> Moments.ofTimestamps(present(field, new Timestamp()).unit());
      case Type.Utf8 -> new Strings(Content.TEXT, Integer.BYTES);
      case Type.LargeUtf8 -> new Strings(Content.TEXT, Long.BYTES);
      case Type.Utf8View -> new Views(Content.TEXT);
      case Type.Binary -> new Strings(Content.BYTES, Integer.BYTES);
      case Type.LargeBinary -> new Strings(Content.BYTES, Long.BYTES);
      case Type.BinaryView -> new Views(Content.BYTES);
      default -> throw unread(field.typeType(), name);
    };
  }

  private static InvalidInput unread(byte type, String name) {
    String given = type > 0 && type < Type.names.length ? Type.name(type) : "of type " + type;
    return new InvalidInput(
        "column '%s' is %s; whole numbers, floating point, decimals, booleans, dates, timestamps, texts and bytes are read"
            .formatted(name, given));
  }

  private static <T extends com.google.flatbuffers.Table> T present(Field field, T type) {
    if (field.type(type) == null) {
      throw Damaged.stream("a column has no type");
    }
    return type;
  }
}
