package io.salver.table.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.fault.TooLarge;
import io.salver.table.Cell;
import io.salver.table.Column;
import io.salver.table.RowLimits;
import io.salver.table.RowPieces;
import io.salver.table.Rows;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvRowsTest {

  private final DirectMemoryPool pool = new DirectMemoryPool(0);
  private final TensorScope scope = pool.open();
  private final CsvRows csv = new CsvRows(new RowLimits(100, 5, 1_000));

  @TempDir private Path directory = Path.of("");

  @AfterEach
  void everything_is_given_back() {
    scope.close();
    assertThat(pool.leasedBytes()).isZero();
  }

  @Test
  void a_header_names_the_columns() {
    Rows rows = read("age,job\r\n39,private\r\n,public\r\n");
    assertThat(rows.count()).isEqualTo(2);
    assertThat(rows.columns()).extracting(Column::name).containsExactly("age", "job");
    assertThat(rows.columns().get(0).cell(0)).isEqualTo(new Cell.Text("39"));
    assertThat(rows.columns().get(0).cell(1)).isEqualTo(new Cell.Absent());
    assertThat(rows.isLiteral()).isTrue();
    assertThat(rows.name(1, "age")).isEqualTo("rows[1].age (line 3)");
  }

  @Test
  void fields_in_quotes_hold_commas_quotes_and_line_breaks() {
    Rows rows = read("a,b\n\"x,\"\"y\"\"\nz\",1\n\"\",2\n");
    assertThat(rows.columns().get(0).cell(0)).isEqualTo(new Cell.Text("x,\"y\"\nz"));
    assertThat(rows.columns().get(0).cell(1)).isEqualTo(new Cell.Absent());
    assertThat(rows.name(1, "b")).isEqualTo("rows[1].b (line 4)");
  }

  @Test
  void a_byte_order_mark_is_none_of_the_first_name() {
    assertThat(read("\uFEFFage\n1\n").columns().getFirst().name()).isEqualTo("age");
  }

  @Test
  void a_row_with_too_few_or_too_many_fields_says_so_where_it_is_read() {
    Rows rows = read("a,b\n1\n1,2,3\n");
    assertThat(rows.columns().get(1).cell(0))
        .isEqualTo(new Cell.Other("the end of a row of 1 fields"));
    assertThat(rows.columns().get(2).name()).isEqualTo("field 3");
  }

  @Test
  void what_is_no_csv_is_refused() {
    fails(InvalidInput.class, "is empty", "");
    fails(InvalidInput.class, "names 'a' twice", "a,a\n1,2\n");
    fails(InvalidInput.class, "no name for field 2", "a,,b\n1,2,3\n");
    fails(InvalidInput.class, "not well formed", "a\n\"never closed\n");
    fails(TooLarge.class, "more than 5 names of columns", "a,b,c,d,e,f\n");
    fails(TooLarge.class, "more than 100 rows", "a\n" + "1\n".repeat(101));
    fails(Fault.class, "1000", "a\n" + "x".repeat(2_000) + "\n");
  }

  @Test
  void bytes_that_are_no_text_are_refused() {
    byte[] bytes = {'a', '\n', (byte) 0xC3, (byte) 0x28, '\n'};
    assertThatThrownBy(() -> csv.read(ByteBuffer.wrap(bytes), scope))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("not text in UTF-8");
  }

  @Test
  void any_bytes_are_rows_or_a_fault() {
    Random random = new Random(5);
    for (int i = 0; i < 3_000; i++) {
      byte[] bytes = "a,b\n1,\"x\ny\"\n2,z\n".getBytes(StandardCharsets.UTF_8);
      for (int change = random.nextInt(5); change >= 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try (TensorScope own = pool.open()) {
        assertThat(csv.read(ByteBuffer.wrap(bytes), own).count()).isLessThanOrEqualTo(100);
      } catch (Fault refused) {
        assertThat(refused).isInstanceOfAny(InvalidInput.class, TooLarge.class);
      }
    }
  }

  @Test
  void a_file_is_read_in_pieces() throws IOException {
    Path file = Files.writeString(directory.resolve("rows.csv"), "a,b\n1,x\n2,\n3,z\n");
    try (RowPieces pieces = new CsvRows(new RowLimits(2, 5, 1_000)).open(file)) {
      Rows first = pieces.next(scope).orElseThrow();
      Rows second = pieces.next(scope).orElseThrow();
      assertThat(first.count()).isEqualTo(2);
      assertThat(second.count()).isEqualTo(1);
      assertThat(second.find("b").orElseThrow().cell(0)).isEqualTo(new Cell.Text("z"));
      assertThat(pieces.next(scope)).isEmpty();
    }
  }

  @Test
  void a_file_that_is_no_csv_is_refused() throws IOException {
    Path file = Files.write(directory.resolve("rows.csv"), new byte[] {'a', '\n', (byte) 0xFF, 10});
    try (RowPieces pieces = csv.open(file)) {
      assertThatThrownBy(() -> pieces.next(scope))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("UTF-8");
    }
  }

  @Test
  void what_is_written_is_read_again() {
    Rows rows = read("a,b\n\"x,\"\"y\"\"\r\nz\",1\n,2.5\n");
    Rows again = csv.read(ByteBuffer.wrap(csv.write(rows)), scope);
    assertThat(again.columns()).extracting(Column::name).containsExactly("a", "b");
    for (int row = 0; row < 2; row++) {
      for (int column = 0; column < 2; column++) {
        assertThat(again.columns().get(column).cell(row))
            .isEqualTo(rows.columns().get(column).cell(row));
      }
    }
  }

  private Rows read(String text) {
    return csv.read(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), scope);
  }

  private void fails(Class<? extends Fault> type, String message, String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(type).hasMessageContaining(message);
  }
}
