package io.salver.table;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The cells of one name, of all rows. Holds memory from the first row to the last that has such a
 * cell, so that a name that hardly any row has costs hardly anything. Filled by one thread through
 * {@link RowsBuilder}, then only read.
 */
public final class Column {

  /** What a cell is; see {@link Cell}. */
  public enum Kind {
    ABSENT,
    WHOLE,
    REAL,
    FLAG,
    MOMENT,
    TEXT,
    BYTES,
    OTHER
  }

  private static final int LEAST_CAPACITY = 8;
  private static final int REFERENCE_BYTES = 8;
  private static final int CELL_BYTES = REFERENCE_BYTES + Long.BYTES;

  private final String name;
  private int first;
  private int end;
  private @Nullable Kind[] kinds = new Kind[0];
  private long[] bits = new long[0];
  private @Nullable Object[] objects = new Object[0];

  Column(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  public Kind kind(int row) {
    Kind kind = row < first || row >= end ? null : kinds[row - first];
    return kind == null ? Kind.ABSENT : kind;
  }

  /** The whole number, moment or, as 1 or 0, flag of that row. */
  public long whole(int row) {
    return bits[row - first];
  }

  /** The number of that row, whole or not. */
  public double number(int row) {
    return kind(row) == Kind.WHOLE ? bits[row - first] : Double.longBitsToDouble(bits[row - first]);
  }

  /** The text of that row, or what its other thing is. */
  public String text(int row) {
    return (String) object(row);
  }

  /** The bytes of that row, from position to limit; not to be changed. */
  public ByteBuffer bytes(int row) {
    return (ByteBuffer) object(row);
  }

  /** The cell of that row, as a value. */
  public Cell cell(int row) {
    return switch (kind(row)) {
      case ABSENT -> new Cell.Absent();
      case WHOLE -> new Cell.Whole(whole(row));
      case REAL -> new Cell.Real(number(row));
      case FLAG -> new Cell.Flag(whole(row) != 0);
      case MOMENT -> new Cell.Moment(whole(row));
      case TEXT -> new Cell.Text(text(row));
      case BYTES -> new Cell.Bytes(bytes(row));
      case OTHER -> new Cell.Other(text(row));
    };
  }

  /** Bytes of memory that putting a cell into {@code row} would take beyond what is there. */
  long growth(int row, boolean object) {
    int needed = end == 0 ? 1 : row + 1 - first;
    long growth =
        needed <= kinds.length ? 0 : (long) CELL_BYTES * (capacity(needed) - kinds.length);
    boolean fits = !object || needed <= objects.length;
    return fits ? growth : growth + (long) REFERENCE_BYTES * (capacity(needed) - objects.length);
  }

  void put(int row, Cell cell) {
    switch (cell) {
      case Cell.Absent _ -> {}
      case Cell.Whole(long value) -> put(row, Kind.WHOLE, value);
      case Cell.Real(double value) -> put(row, Kind.REAL, Double.doubleToRawLongBits(value));
      case Cell.Flag(boolean value) -> put(row, Kind.FLAG, value ? 1 : 0);
      case Cell.Moment(long seconds) -> put(row, Kind.MOMENT, seconds);
      case Cell.Text(String value) -> put(row, Kind.TEXT, value);
      case Cell.Bytes(ByteBuffer value) -> put(row, Kind.BYTES, value);
      case Cell.Other(String what) -> put(row, Kind.OTHER, what);
    }
  }

  void put(int row, Kind kind, long value) {
    int at = place(row);
    kinds[at] = kind;
    bits[at] = value;
  }

  void put(int row, Kind kind, Object value) {
    int at = place(row);
    if (at >= objects.length) {
      objects = Arrays.copyOf(objects, kinds.length);
    }
    kinds[at] = kind;
    objects[at] = value;
  }

  private int place(int row) {
    if (end == 0) {
      first = row;
    }
    int at = row - first;
    if (at >= kinds.length) {
      int capacity = capacity(at + 1);
      kinds = Arrays.copyOf(kinds, capacity);
      bits = Arrays.copyOf(bits, capacity);
    }
    end = Math.max(end, row + 1);
    return at;
  }

  private static int capacity(int needed) {
    return Math.max(LEAST_CAPACITY, needed + (needed >> 1));
  }

  private Object object(int row) {
    Object value = objects[row - first];
    if (value == null) {
      throw new IllegalStateException(name + " holds no object in row " + row);
    }
    return value;
  }
}
