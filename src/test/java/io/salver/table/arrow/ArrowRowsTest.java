package io.salver.table.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.fault.Overloaded;
import io.salver.fault.TooLarge;
import io.salver.table.Cell;
import io.salver.table.Column;
import io.salver.table.RowLimits;
import io.salver.table.Rows;
import io.salver.table.RowsBuilder;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams of Arrow's own library are the oracle: {@link ArrowStreams}. */
final class ArrowRowsTest {

  private final DirectMemoryPool pool = new DirectMemoryPool(0);
  private final TensorScope scope = pool.open();
  private final ArrowRows arrow = new ArrowRows(new RowLimits(1_000, 40, 10_000));

  @AfterEach
  void everything_is_given_back() {
    scope.close();
    assertThat(pool.leasedBytes()).isZero();
  }

  @Test
  void every_type_is_read_as_arrow_writes_it() {
    Rows rows = read(ArrowStreams.everyType());
    assertThat(rows.count()).isEqualTo(4);
    assertThat(cells(rows, "int8")).containsExactly(whole(-1), ABSENT, whole(5), whole(127));
    assertThat(cells(rows, "uint8")).containsExactly(whole(255), ABSENT, whole(5), whole(127));
    assertThat(cells(rows, "int16")).containsExactly(whole(-1), ABSENT, whole(5), whole(127));
    assertThat(cells(rows, "int32")).containsExactly(whole(-1), ABSENT, whole(5), whole(127));
    assertThat(cells(rows, "int64")).containsExactly(whole(-1), ABSENT, whole(5), whole(127));
    assertThat(cells(rows, "float")).containsExactly(real(-0.5), ABSENT, real(5), real(1e30f));
    assertThat(cells(rows, "double")).containsExactly(real(-0.5), ABSENT, real(5), real(1e300));
    assertThat(cells(rows, "decimal")).containsExactly(real(-1.25), ABSENT, real(5), real(12.5));
    assertThat(cells(rows, "bool"))
        .containsExactly(new Cell.Flag(true), ABSENT, new Cell.Flag(false), new Cell.Flag(true));
    assertThat(cells(rows, "utf8")).containsExactly(text("é"), ABSENT, text(""), text("東京 🚀"));
    assertThat(cells(rows, "large")).containsExactly(text("é"), ABSENT, text(""), text("東京 🚀"));
    assertThat(cells(rows, "view"))
        .containsExactly(text("é"), ABSENT, text(""), text("longer than twelve bytes"));
    assertThat(cells(rows, "dictionary")).containsExactly(text("b"), ABSENT, text("a"), text("b"));
    assertThat(cells(rows, "day"))
        .containsExactly(moment(-86_400), ABSENT, moment(0), moment(86_400));
    assertThat(cells(rows, "milliday"))
        .containsExactly(moment(-86_400), ABSENT, moment(0), moment(86_400));
    assertThat(cells(rows, "micros"))
        .containsExactly(moment(-1), ABSENT, moment(0), moment(1_614_594_600));
    assertThat(cells(rows, "binary").get(3))
        .isEqualTo(new Cell.Bytes(ByteBuffer.wrap(new byte[] {1, 2, 3})));
    assertThat(cells(rows, "null")).containsOnly(ABSENT);
  }

  @Test
  void several_batches_follow_one_another() {
    Rows rows = read(ArrowStreams.batches(3));
    assertThat(cells(rows, "x"))
        .containsExactly(whole(0), whole(1), whole(2), whole(3), whole(4), whole(5));
  }

  @Test
  void what_is_written_arrow_reads() {
    RowsBuilder builder = RowsBuilder.typed(RowLimits.DEFAULT, scope);
    int label = builder.row().column("label");
    builder.text(label, "é🚀");
    builder.real(builder.column("p"), 0.25);
    builder.whole(builder.column("n"), 7);
    builder.flag(builder.column("ok"), true);
    builder.moment(builder.column("at"), 1_614_594_600);
    builder.bytes(builder.column("file"), ByteBuffer.wrap(new byte[] {1, 2}));
    builder.row().whole(builder.column("p"), 1);
    byte[] written = arrow.write(builder.build());

    assertThat(ArrowStreams.texts(written))
        .containsExactly(
            "label=é🚀 p=0.25 n=7 ok=true at=1614594600 file=2 bytes",
            "label=null p=1.0 n=null ok=null at=null file=null");
    Rows again = read(written);
    assertThat(again.columns()).extracting(Column::name).contains("label", "file");
    assertThat(cells(again, "label")).containsExactly(text("é🚀"), ABSENT);
  }

  @Test
  void more_than_may_be_is_refused_before_any_of_it_is_read() {
    assertThatThrownBy(
            () ->
                new ArrowRows(new RowLimits(5, 40, 10)).read(bytes(ArrowStreams.batches(3)), scope))
        .isInstanceOf(TooLarge.class)
        .hasMessageContaining("more than 5 rows");
    assertThatThrownBy(
            () ->
                new ArrowRows(new RowLimits(5, 2, 10)).read(bytes(ArrowStreams.everyType()), scope))
        .isInstanceOf(TooLarge.class)
        .hasMessageContaining("columns; at most 2");
  }

  @Test
  void what_is_no_stream_is_refused() {
    fails("is empty", new byte[0]);
    fails("this is an Arrow file", "ARROW1\0\0 and so on".getBytes(StandardCharsets.US_ASCII));
    fails("damaged", "age,job\n39,private\n".getBytes(StandardCharsets.US_ASCII));
    fails("column 'list' is List", ArrowStreams.nested());
    byte[] cut = ArrowStreams.batches(1);
    fails("damaged", java.util.Arrays.copyOf(cut, cut.length - 20));
  }

  @Test
  void damaged_streams_are_rows_or_a_fault_and_take_no_memory_that_is_not_there() {
    Random random = new Random(11);
    List<byte[]> streams =
        List.of(ArrowStreams.everyType(), ArrowStreams.batches(2), ArrowStreams.nested());
    int refused = 0;
    for (int i = 0; i < 60_000; i++) {
      byte[] bytes = streams.get(i % streams.size()).clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(3)) {
          case 0 -> bytes[at] = (byte) random.nextInt(256);
          case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
          default -> {
            byte[] extreme = random.nextBoolean() ? EXTREME_LOW : EXTREME_HIGH;
            System.arraycopy(extreme, 0, bytes, at, Math.min(4, bytes.length - at));
          }
        }
      }
      try (TensorScope own = pool.open()) {
        assertThat(arrow.read(ByteBuffer.wrap(bytes), own).count()).isLessThanOrEqualTo(1_000);
      } catch (Fault fault) {
        assertThat(fault).isInstanceOfAny(InvalidInput.class, TooLarge.class, Overloaded.class);
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  private static final byte[] EXTREME_LOW = {0, 0, 0, (byte) 0x80};
  private static final byte[] EXTREME_HIGH = {-1, -1, -1, 0x7F};
  private static final Cell ABSENT = new Cell.Absent();

  private static Cell whole(long value) {
    return new Cell.Whole(value);
  }

  private static Cell real(double value) {
    return new Cell.Real(value);
  }

  private static Cell text(String value) {
    return new Cell.Text(value);
  }

  private static Cell moment(long seconds) {
    return new Cell.Moment(seconds);
  }

  private static List<Cell> cells(Rows rows, String name) {
    Column column = rows.find(name).orElseThrow();
    return java.util.stream.IntStream.range(0, rows.count()).mapToObj(column::cell).toList();
  }

  private static ByteBuffer bytes(byte[] stream) {
    return ByteBuffer.wrap(stream);
  }

  private Rows read(byte[] stream) {
    ByteBuffer direct = ByteBuffer.allocateDirect(stream.length).put(stream).flip();
    return arrow.read(direct, scope);
  }

  private void fails(String message, byte[] stream) {
    assertThatThrownBy(() -> read(stream))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(message);
  }
}
