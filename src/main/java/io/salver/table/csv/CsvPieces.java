package io.salver.table.csv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.salver.table.RowLimits;
import io.salver.table.RowPieces;
import io.salver.table.Rows;
import io.salver.table.RowsBuilder;
import io.salver.tensor.TensorScope;
import java.io.CharConversionException;
import java.io.IOException;
import java.util.Optional;

/** A file that is read piece by piece. Not thread-safe. */
final class CsvPieces implements RowPieces {

  private final CsvParser parser;
  private final RowLimits limits;
  private final CsvReading reading;
  private boolean isBegun;

  /** Takes the parser, which is closed with this. */
  CsvPieces(CsvParser parser, RowLimits limits) {
    this.parser = parser;
    this.limits = limits;
    this.reading = new CsvReading(parser);
  }

  @Override
  public Optional<Rows> next(TensorScope scope) throws IOException {
    RowsBuilder rows = RowsBuilder.literal(limits, scope);
    try {
      if (isBegun) {
        reading.name(rows);
      } else {
        isBegun = true;
        reading.header(rows);
      }
      Rows piece = reading.read(rows, limits.rows());
      return piece.count() == 0 ? Optional.empty() : Optional.of(piece);
    } catch (CharConversionException | JsonProcessingException malformed) {
      throw CsvRows.refusal(malformed);
    }
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
