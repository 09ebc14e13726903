package io.salver.monitor.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a Parquet file of flat columns and lists, row group by row group, so that memory is
 * bounded. A file that was not finished cannot be read. For one thread; whoever makes it closes it.
 *
 * @see <a href="https://parquet.apache.org/docs/file-format/">Parquet file format</a>
 */
final class ParquetWriter implements AutoCloseable {

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int GZIP = 2;
  private static final List<Integer> ENCODINGS = List.of(0, 3); // PLAIN, RLE
  private static final int MOST_ROWS = 20_000;
  private static final long MOST_BYTES = 8 << 20;

  private final List<Column> columns;
  private final FileChannel channel;
  private final List<CompactStruct> groups = new ArrayList<>();
  private List<ColumnPage> pages;
  private int groupRows;
  private long rows;

  /** Begins a file; one that is there is overwritten. */
  ParquetWriter(Path file, List<Column> columns) throws IOException {
    this.columns = List.copyOf(columns);
    this.pages = pages();
    this.channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    try {
      write(MAGIC);
    } catch (IOException full) {
      try (channel) {
        throw full;
      }
    }
  }

  /**
   * The next row.
   *
   * @param values of the columns, in their order; null where there is none
   */
  void add(List<@Nullable Object> values) throws IOException {
    long size = 0;
    for (int i = 0; i < columns.size(); i++) {
      ColumnPage page = pages.get(i);
      page.add(values.get(i));
      size += page.size();
    }
    groupRows++;
    if (groupRows >= MOST_ROWS || size >= MOST_BYTES) {
      finishGroup();
    }
  }

  /** Writes what is left and the footer with {@code metadata}, and sees all of it to the disk. */
  void finish(Map<String, String> metadata) throws IOException {
    finishGroup();
    byte[] footer = footer(metadata).end();
    write(footer);
    write(
        ByteBuffer.allocate(Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(footer.length)
            .array());
    write(MAGIC);
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private List<ColumnPage> pages() {
    return columns.stream().map(ColumnPage::new).toList();
  }

  private void finishGroup() throws IOException {
    if (groupRows == 0) {
      return;
    }
    List<CompactStruct> chunks = new ArrayList<>();
    long size = 0;
    for (ColumnPage page : pages) {
      long at = channel.position();
      ColumnPage.Bytes bytes = page.page();
      write(bytes.header());
      write(bytes.content());
      chunks.add(chunk(page, at, channel.position() - at, bytes.plainSize()));
      size += bytes.plainSize();
    }
    groups.add(new CompactStruct().structs(1, chunks).i64(2, size).i64(3, groupRows));
    rows += groupRows;
    groupRows = 0;
    pages = pages();
  }

  private static CompactStruct chunk(ColumnPage page, long at, long packed, long plain) {
    CompactStruct metadata =
        new CompactStruct()
            .i32(1, page.column().kind().physical())
            .i32s(2, ENCODINGS)
            .texts(3, page.column().path())
            .i32(4, GZIP)
            .i64(5, page.count())
            .i64(6, plain)
            .i64(7, packed)
            .i64(9, at);
    return new CompactStruct().i64(2, at).struct(3, metadata);
  }

  private CompactStruct footer(Map<String, String> metadata) {
    CompactStruct root = new CompactStruct().text(4, "record").i32(5, columns.size());
    List<CompactStruct> schema =
        Stream.concat(Stream.of(root), columns.stream().flatMap(column -> column.schema().stream()))
            .toList();
    List<CompactStruct> pairs =
        metadata.entrySet().stream()
            .map(each -> new CompactStruct().text(1, each.getKey()).text(2, each.getValue()))
            .toList();
    return new CompactStruct()
        .i32(1, 1)
        .structs(2, schema)
        .i64(3, rows)
        .structs(4, groups)
        .structs(5, pairs)
        .text(6, "salver");
  }

  private void write(byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      channel.write(left);
    }
  }
}
