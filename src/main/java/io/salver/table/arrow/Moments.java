package io.salver.table.arrow;

import java.nio.ByteBuffer;
import org.apache.arrow.flatbuf.DateUnit;
import org.apache.arrow.flatbuf.TimeUnit;

/**
 * Days or moments since 1970-01-01T00:00Z. What has no time zone is taken as of UTC; fractions of
 * seconds are dropped, towards the past.
 *
 * @param bytes of each
 * @param seconds of one unit; 1 where a unit is a second or less
 * @param perSecond units of one second; 1 where a unit is a second or more
 */
record Moments(int bytes, long seconds, long perSecond) implements CellType {

  private static final long DAY = 86_400;

  static Moments ofDates(short unit) {
    return unit == DateUnit.DAY
        ? new Moments(Integer.BYTES, DAY, 1)
        : new Moments(Long.BYTES, 1, 1_000);
  }

  static Moments ofTimestamps(short unit) {
    return switch (unit) {
      case TimeUnit.SECOND -> new Moments(Long.BYTES, 1, 1);
      case TimeUnit.MILLISECOND -> new Moments(Long.BYTES, 1, 1_000);
      case TimeUnit.MICROSECOND -> new Moments(Long.BYTES, 1, 1_000_000);
      case TimeUnit.NANOSECOND -> new Moments(Long.BYTES, 1, 1_000_000_000);
      default -> throw Damaged.stream("timestamps of unit %d".formatted(unit));
    };
  }

  @Override
  public Cells read(Batch batch, String name) {
    Batch.Validity validity = batch.validity(name, batch.beginColumn(name));
    ByteBuffer data = batch.buffer(name, (long) bytes * batch.rows());
    return (at, rows, place) -> {
      if (validity.has(at)) {
        long units = bytes == Integer.BYTES ? data.getInt(at * bytes) : data.getLong(at * bytes);
        rows.moment(place, Math.floorDiv(units * seconds, perSecond));
      }
    };
  }
}
