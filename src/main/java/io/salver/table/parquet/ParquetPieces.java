package io.salver.table.parquet;

import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.SchemaNode;
import io.salver.fault.Fault;
import io.salver.table.RowLimits;
import io.salver.table.RowPieces;
import io.salver.table.Rows;
import io.salver.table.RowsBuilder;
import io.salver.tensor.TensorScope;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file that is read piece by piece. Not thread-safe. */
final class ParquetPieces implements RowPieces {

  private static final long SECONDS_PER_DAY = 86_400;

  private final ParquetFileReader file;
  private final List<String> names;
  private final RowLimits limits;
  private final Path path;
  private final Patience patience;
  private @Nullable RowReader reader;

  /** Takes the file, which is closed with this. */
  ParquetPieces(ParquetFileReader file, RowLimits limits, Path path, Patience patience) {
    this.file = file;
    this.names =
        file.getFileSchema().getRootNode().children().stream().map(SchemaNode::name).toList();
    this.limits = limits;
    this.path = path;
    this.patience = patience;
  }

  @Override
  public Optional<Rows> next(TensorScope scope) {
    RowsBuilder rows = RowsBuilder.typed(limits, scope);
    names.forEach(rows::column);
    try {
      Rows piece = patience.call(() -> read(rows));
      return piece.count() == 0 ? Optional.empty() : Optional.of(piece);
    } catch (Fault fault) {
      throw fault;
    } catch (IOException | RuntimeException damaged) { // the library throws many kinds
      throw ParquetRows.refusal(path, damaged);
    }
  }

  private Rows read(RowsBuilder rows) {
    RowReader source = reader == null ? file.rowReader() : reader;
    reader = source;
    while (rows.count() < limits.rows() && source.hasNext()) {
      source.next();
      rows.row();
      for (int place = 0; place < names.size(); place++) {
        put(rows, place, source.getValue(names.get(place)));
      }
    }
    return rows.build();
  }

  @Override
  public void close() throws IOException {
    patience.call(
        () -> {
          try {
            if (reader != null) {
              reader.close();
            }
          } finally {
            file.close();
          }
          return names;
        });
  }

  private static void put(RowsBuilder rows, int place, @Nullable Object value) {
    switch (value) {
      case null -> {}
      case Long whole -> rows.whole(place, whole);
      case Integer whole -> rows.whole(place, whole);
      case Double real -> putReal(rows, place, real);
      case Float real -> putReal(rows, place, real);
      case BigDecimal decimal -> rows.real(place, decimal.doubleValue());
      case Boolean flag -> rows.flag(place, flag);
      case String text -> rows.text(place, text);
      case Instant moment -> rows.moment(place, moment.getEpochSecond());
      case LocalDateTime moment -> rows.moment(place, moment.toEpochSecond(ZoneOffset.UTC));
      case LocalDate day -> rows.moment(place, day.toEpochDay() * SECONDS_PER_DAY);
      case byte[] bytes -> rows.bytes(place, ByteBuffer.wrap(bytes));
      default -> rows.other(place, "a " + value.getClass().getSimpleName());
    }
  }

  /** NaN is how pandas writes that a number is missing. */
  private static void putReal(RowsBuilder rows, int place, double real) {
    if (!Double.isNaN(real)) {
      rows.real(place, real);
    }
  }
}
