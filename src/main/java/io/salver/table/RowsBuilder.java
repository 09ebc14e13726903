package io.salver.table;

import io.salver.fault.TooLarge;
import io.salver.table.Column.Kind;
import io.salver.tensor.TensorScope;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects rows, cell by cell, within limits; the memory that they take is charged to a scope
 * before it is taken. Not thread-safe.
 */
public final class RowsBuilder {

  private static final long LEAST_CHARGE = 64 << 10;
  private static final int TEXT_BYTES = 56;
  private static final int COLUMN_BYTES = 256;

  private final RowLimits limits;
  private final TensorScope scope;
  private final boolean literal;
  private final List<Column> columns = new ArrayList<>();
  private final Map<String, Integer> placeByName = new HashMap<>();
  private int[] lines = new int[0];
  private int row = -1;
  private int count;
  private long held;
  private long charged;

  private RowsBuilder(RowLimits limits, TensorScope scope, boolean literal) {
    this.limits = limits;
    this.scope = scope;
    this.literal = literal;
  }

  /** For cells of which each says what it is, as in JSON. */
  public static RowsBuilder typed(RowLimits limits, TensorScope scope) {
    return new RowsBuilder(limits, scope, false);
  }

  /** For cells that are all texts, whatever they stand for, as in CSV. */
  public static RowsBuilder literal(RowLimits limits, TensorScope scope) {
    return new RowsBuilder(limits, scope, true);
  }

  /**
   * Begins the next row.
   *
   * @throws TooLarge when there are as many as may be
   */
  public RowsBuilder row() {
    if (count >= limits.rows()) {
      throw new TooLarge("there are more than %d rows".formatted(limits.rows()));
    }
    row = count++;
    return this;
  }

  /** Goes on with a row that has begun, or with the next, for cells that come by columns. */
  public RowsBuilder at(int place) {
    if (place >= count) {
      return row();
    }
    row = place;
    return this;
  }

  /** Begins the next row, which stands in that line of a file. */
  public RowsBuilder row(int line) {
    row();
    if (row >= lines.length) {
      int capacity = Math.max(64, row + (row >> 1) + 1);
      charge((long) Integer.BYTES * (capacity - lines.length));
      lines = Arrays.copyOf(lines, capacity);
    }
    lines[row] = line;
    return this;
  }

  /**
   * The place of the column of that name, which comes to be if there is none.
   *
   * @throws TooLarge when there are as many as may be
   */
  public int column(String name) {
    Integer known = placeByName.get(name);
    if (known != null) {
      return known;
    }
    if (columns.size() >= limits.columns()) {
      throw new TooLarge("there are more than %d names of columns".formatted(limits.columns()));
    }
    requireFits(name.length());
    charge(COLUMN_BYTES + 2L * name.length());
    placeByName.put(name, columns.size());
    columns.add(new Column(name));
    return columns.size() - 1;
  }

  /** Puts a whole number into the column at {@code place} of the current row. */
  public void whole(int place, long value) {
    put(place, Kind.WHOLE, value);
  }

  /** Puts any other number there; one beyond 64 bits of floating point is infinite. */
  public void real(int place, double value) {
    put(place, Kind.REAL, Double.doubleToRawLongBits(value));
  }

  /** Puts true or false there. */
  public void flag(int place, boolean value) {
    put(place, Kind.FLAG, value ? 1 : 0);
  }

  /** Puts a moment there, in seconds since 1970-01-01T00:00Z. */
  public void moment(int place, long seconds) {
    put(place, Kind.MOMENT, seconds);
  }

  /**
   * Puts a text there.
   *
   * @throws TooLarge when it is longer than may be
   */
  public void text(int place, String value) {
    requireFits(value.length());
    charge(TEXT_BYTES + 2L * value.length());
    put(place, Kind.TEXT, value);
  }

  /**
   * Puts bytes there, from position to limit, which must not change any more.
   *
   * @throws TooLarge when they are more than may be
   */
  public void bytes(int place, ByteBuffer value) {
    requireFits(value.remaining());
    charge(TEXT_BYTES);
    put(place, Kind.BYTES, value);
  }

  /** Says that something is there that no feature can be, such as {@code an array}. */
  public void other(int place, String what) {
    put(place, Kind.OTHER, what);
  }

  /** How many rows have begun. */
  public int count() {
    return count;
  }

  /** The rows; nothing is to be added afterwards. */
  public Rows build() {
    return new Rows(count, columns, literal, lines);
  }

  private void put(int place, Kind kind, long value) {
    Column column = columns.get(place);
    if (isFree(column)) {
      charge(column.growth(row, false));
      column.put(row, kind, value);
    }
  }

  private void put(int place, Kind kind, Object value) {
    Column column = columns.get(place);
    if (isFree(column)) {
      charge(column.growth(row, true));
      column.put(row, kind, value);
    }
  }

  /** A second cell of one name makes both useless. */
  private boolean isFree(Column column) {
    if (row < 0) {
      throw new IllegalStateException("no row has begun");
    }
    if (column.kind(row) == Kind.ABSENT) {
      return true;
    }
    charge(column.growth(row, true));
    column.put(row, Kind.OTHER, "two values");
    return false;
  }

  /** Checks that a cell of the current row may be so long. */
  public void requireFits(int length) {
    if (length > limits.cell()) {
      throw new TooLarge(
          "%s has a cell of %d characters or bytes; at most %d may be"
              .formatted("rows[" + Math.max(row, 0) + "]", length, limits.cell()));
    }
  }

  /** Charges ahead, in growing steps, so that the scope has few of them to give back. */
  private void charge(long bytes) {
    held += bytes;
    if (held > charged) {
      long step = Math.max(held - charged, Math.max(LEAST_CHARGE, charged >> 1));
      scope.reserve(step);
      charged += step;
    }
  }
}
