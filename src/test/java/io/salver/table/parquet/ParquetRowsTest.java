package io.salver.table.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.InvalidInput;
import io.salver.table.Cell;
import io.salver.table.Column;
import io.salver.table.RowLimits;
import io.salver.table.RowPieces;
import io.salver.table.Rows;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads what hyparquet-writer wrote, with Snappy and dictionaries, in two row groups. */
final class ParquetRowsTest {

  private static final Path FILE = Path.of("src/test/resources/monitor/rows.parquet");

  private final DirectMemoryPool pool = new DirectMemoryPool(0);
  private final TensorScope scope = pool.open();

  @TempDir private Path directory = Path.of("");

  @AfterEach
  void everything_is_given_back() {
    scope.close();
    assertThat(pool.leasedBytes()).isZero();
  }

  @Test
  void a_file_is_read_in_pieces_with_the_types_of_its_columns() throws IOException {
    try (RowPieces pieces =
        new ParquetRows(new RowLimits(300, 10, 1_000), Duration.ofMinutes(1)).open(FILE)) {
      Rows first = pieces.next(scope).orElseThrow();
      assertThat(first.isLiteral()).isFalse();
      assertThat(first.columns())
          .extracting(Column::name)
          .containsExactly("age", "workclass", "hours-per-week", "sex", "label", "confidence");
      assertThat(first.columns())
          .extracting(column -> column.cell(0))
          .containsExactly(
              new Cell.Whole(26),
              new Cell.Text("Self-emp-inc"),
              new Cell.Whole(27),
              new Cell.Text("Female"),
              new Cell.Text("more than 50K"),
              new Cell.Real(.733418));
      assertThat(first.count()).isEqualTo(300);
      assertThat(pieces.next(scope).map(Rows::count)).contains(50);
      assertThat(pieces.next(scope)).isEmpty();
    }
  }

  @Test
  void what_is_not_there_is_said_to_be_missing() {
    assertThatThrownBy(
            () ->
                new ParquetRows(RowLimits.DEFAULT, Duration.ofMinutes(1))
                    .open(directory.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void a_damaged_file_is_refused_or_read_and_never_anything_else() throws IOException {
    byte[] whole = Files.readAllBytes(FILE);
    Random random = new Random(5);
    int refused = 0;
    for (int trial = 0; trial < 100; trial++) {
      byte[] damaged =
          Arrays.copyOf(whole, trial % 4 == 0 ? random.nextInt(whole.length) : whole.length);
      for (int change = 0; change < 5 && damaged.length > 0; change++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      Path file = Files.write(directory.resolve("damaged.parquet"), damaged);
      refused += isRefused(file) ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(25);
  }

  private boolean isRefused(Path file) throws IOException {
    try (RowPieces pieces = new ParquetRows(RowLimits.DEFAULT, Duration.ofMillis(300)).open(file)) {
      Optional<Rows> piece = pieces.next(scope);
      while (piece.isPresent()) {
        piece = pieces.next(scope);
      }
      return false;
    } catch (InvalidInput refusal) {
      assertThat(refusal).hasMessageContaining("no Parquet that can be read");
      return true;
    }
  }
}
