package io.salver.monitor.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A struct in Thrift's compact protocol, in which Parquet writes its headers and footer: fields in
 * ascending order, of the types that are needed there. For one thread.
 *
 * @see <a href="https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md">
 *     Thrift compact protocol</a>
 */
final class CompactStruct {

  private static final int TRUE = 1;
  private static final int I32 = 5;
  private static final int I64 = 6;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int STRUCT = 12;
  private static final int LONG_LIST = 15;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int last;

  /** A flag that is set. */
  CompactStruct yes(int field) {
    header(field, TRUE);
    return this;
  }

  CompactStruct i32(int field, int value) {
    header(field, I32);
    integer(value);
    return this;
  }

  CompactStruct i64(int field, long value) {
    header(field, I64);
    integer(value);
    return this;
  }

  CompactStruct text(int field, String value) {
    header(field, BINARY);
    text(value);
    return this;
  }

  CompactStruct struct(int field, CompactStruct value) {
    header(field, STRUCT);
    bytes.writeBytes(value.end());
    return this;
  }

  CompactStruct i32s(int field, List<Integer> values) {
    list(field, I32, values.size());
    values.forEach(this::integer);
    return this;
  }

  CompactStruct texts(int field, List<String> values) {
    list(field, BINARY, values.size());
    values.forEach(this::text);
    return this;
  }

  CompactStruct structs(int field, List<CompactStruct> values) {
    list(field, STRUCT, values.size());
    values.forEach(value -> bytes.writeBytes(value.end()));
    return this;
  }

  /** The struct with its end. */
  byte[] end() {
    ByteArrayOutputStream whole = new ByteArrayOutputStream(bytes.size() + 1);
    whole.writeBytes(bytes.toByteArray());
    whole.write(0);
    return whole.toByteArray();
  }

  /** Fields are at most 15 apart in Parquet. */
  private void header(int field, int type) {
    bytes.write(((field - last) << 4) | type);
    last = field;
  }

  private void list(int field, int type, int size) {
    header(field, LIST);
    if (size < LONG_LIST) {
      bytes.write((size << 4) | type);
    } else {
      bytes.write((LONG_LIST << 4) | type);
      Varint.write(size, bytes);
    }
  }

  private void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    Varint.write(utf8.length, bytes);
    bytes.writeBytes(utf8);
  }

  /** Zigzag: small numbers of either sign are short. */
  private void integer(long value) {
    Varint.write((value << 1) ^ (value >> (Long.SIZE - 1)), bytes);
  }
}
