package io.salver.monitor.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The values of a column in a row group, which become one data page (version 1): levels as runs,
 * values as they are (PLAIN), all compressed by gzip. For one thread.
 *
 * @see <a href="https://parquet.apache.org/docs/file-format/data-pages/encodings/">Parquet
 *     encodings</a>
 */
final class ColumnPage {

  private static final int DATA_PAGE = 0;
  private static final int PLAIN = 0;
  private static final int RLE = 3;

  private final Column column;
  private final Levels repetitions = new Levels();
  private final Levels definitions = new Levels();
  private final ByteArrayOutputStream values = new ByteArrayOutputStream();
  private int count;

  ColumnPage(Column column) {
    this.column = column;
  }

  Column column() {
    return column;
  }

  /** Entries: values, and what stands for those that are not there. */
  int count() {
    return count;
  }

  /** Bytes of the values. */
  int size() {
    return values.size();
  }

  /**
   * The next row.
   *
   * @param value a {@link Number} or {@link String} as the column has them, a {@link List} of them
   *     where it has lists; null where there is none
   */
  void add(@Nullable Object value) {
    if (value instanceof List<?> list && !list.isEmpty()) {
      for (int i = 0; i < list.size(); i++) {
        entry(i == 0 ? 0 : 1, list.get(i));
      }
    } else if (column.form() == Column.Form.LIST) {
      level(0, value == null ? 0 : 1);
    } else {
      entry(0, value);
    }
  }

  private void entry(int repetition, @Nullable Object value) {
    level(repetition, value == null ? column.mostDefinition() - 1 : column.mostDefinition());
    if (value != null) {
      values.writeBytes(plain(value));
    }
  }

  private void level(int repetition, int definition) {
    repetitions.add(repetition);
    definitions.add(definition);
    count++;
  }

  private byte[] plain(Object value) {
    return switch (column.kind()) {
      case INT32 -> little(Integer.BYTES).putInt(((Number) value).intValue()).array();
      case INT64, TIME -> little(Long.BYTES).putLong(((Number) value).longValue()).array();
      case FLOAT -> little(Float.BYTES).putFloat(((Number) value).floatValue()).array();
      case DOUBLE -> little(Double.BYTES).putDouble(((Number) value).doubleValue()).array();
      case TEXT -> sized(value.toString().getBytes(StandardCharsets.UTF_8));
    };
  }

  /** Header and content. */
  Bytes page() throws IOException {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    switch (column.form()) {
      case REQUIRED -> {}
      case OPTIONAL -> plain.writeBytes(sized(definitions.bytes()));
      case LIST -> {
        plain.writeBytes(sized(repetitions.bytes()));
        plain.writeBytes(sized(definitions.bytes()));
      }
    }
    values.writeTo(plain);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      plain.writeTo(gzip);
    }
    byte[] header =
        new CompactStruct()
            .i32(1, DATA_PAGE)
            .i32(2, plain.size())
            .i32(3, packed.size())
            .struct(5, new CompactStruct().i32(1, count).i32(2, PLAIN).i32(3, RLE).i32(4, RLE))
            .end();
    return new Bytes(header, packed.toByteArray(), header.length + plain.size());
  }

  /**
   * A page as it is written.
   *
   * @param plainSize bytes with the header, if nothing were compressed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Bytes(byte[] header, byte[] content, long plainSize) {}

  private static byte[] sized(byte[] bytes) {
    return little(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes).array();
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
