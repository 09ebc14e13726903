package io.salver.table.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import io.salver.table.Column;
import io.salver.table.Column.Kind;
import java.util.EnumSet;
import java.util.Set;
import org.apache.arrow.flatbuf.Binary;
import org.apache.arrow.flatbuf.Bool;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.TimeUnit;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Utf8;

/** As what a column is written. */
enum ColumnKind {
  WHOLE(Type.Int),
  REAL(Type.FloatingPoint),
  FLAG(Type.Bool),
  MOMENT(Type.Timestamp),
  TEXT(Type.Utf8),
  BYTES(Type.Binary);

  private final byte type;

  ColumnKind(byte type) {
    this.type = type;
  }

  /** The kind that fits all cells; texts do where no other does. */
  static ColumnKind of(Column column, int rows) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (int row = 0; row < rows; row++) {
      kinds.add(column.kind(row));
    }
    kinds.remove(Kind.ABSENT);
    if (kinds.equals(EnumSet.of(Kind.WHOLE, Kind.REAL))) {
      return REAL;
    }
    return kinds.size() == 1
        ? switch (kinds.iterator().next()) {
          case WHOLE -> WHOLE;
          case REAL -> REAL;
          case FLAG -> FLAG;
          case MOMENT -> MOMENT;
          case BYTES -> BYTES;
          case TEXT, OTHER, ABSENT -> TEXT;
        }
        : TEXT;
  }

  byte type() {
    return type;
  }

  /** Writes the type's own table. */
  int table(FlatBufferBuilder out) {
    return switch (this) {
      case WHOLE -> Int.createInt(out, Long.SIZE, true);
      case REAL -> FloatingPoint.createFloatingPoint(out, Precision.DOUBLE);
      case MOMENT -> Timestamp.createTimestamp(out, TimeUnit.SECOND, out.createString("UTC"));
      case FLAG -> {
        Bool.startBool(out);
        yield Bool.endBool(out);
      }
      case TEXT -> {
        Utf8.startUtf8(out);
        yield Utf8.endUtf8(out);
      }
      case BYTES -> {
        Binary.startBinary(out);
        yield Binary.endBinary(out);
      }
    };
  }
}
