package io.salver.table;

import java.nio.ByteBuffer;

/** One value as it came, not yet compared with any schema. */
public sealed interface Cell {

  /** Nothing: {@code null}, an empty field, or no such name in the row. */
  record Absent() implements Cell {}

  /** A whole number of 64 bits. */
  record Whole(long value) implements Cell {}

  /** Any other number; one that is too large for 64 bits of floating point is infinite. */
  record Real(double value) implements Cell {}

  record Flag(boolean value) implements Cell {}

  /** A moment, in seconds since 1970-01-01T00:00Z. */
  record Moment(long seconds) implements Cell {}

  record Text(String value) implements Cell {}

  /** Bytes, in memory that belongs to the request. */
  record Bytes(ByteBuffer value) implements Cell {}

  /**
   * What no feature can be.
   *
   * @param what it is, for the complaint about it, such as {@code an array}
   */
  record Other(String what) implements Cell {}
}
