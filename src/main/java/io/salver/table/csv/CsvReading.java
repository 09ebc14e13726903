package io.salver.table.csv;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.salver.fault.InvalidInput;
import io.salver.table.RowLimits;
import io.salver.table.Rows;
import io.salver.table.RowsBuilder;
import io.salver.tensor.TensorScope;
import java.io.IOException;

/** One document on its way from fields to cells. Not thread-safe. */
final class CsvReading {

  private final CsvParser parser;
  private final RowsBuilder rows;

  CsvReading(CsvParser parser, RowLimits limits, TensorScope scope) {
    this.parser = parser;
    this.rows = RowsBuilder.literal(limits, scope);
  }

  Rows read() throws IOException {
    if (parser.nextToken() != JsonToken.START_ARRAY) {
      throw new InvalidInput("the CSV is empty; a header that names the columns is expected");
    }
    int columns = header();
    while (parser.nextToken() == JsonToken.START_ARRAY) {
      record(columns);
    }
    return rows.build();
  }

  private int header() throws IOException {
    int columns = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String name = parser.getText();
      if (name.isBlank()) {
        throw new InvalidInput("the CSV's header has no name for field %d".formatted(columns + 1));
      }
      if (rows.column(name) != columns) {
        throw new InvalidInput("the CSV's header names '%s' twice".formatted(name));
      }
      columns++;
    }
    return columns;
  }

  private void record(int columns) throws IOException {
    int field = 0;
    JsonToken token = parser.nextToken();
    rows.row(parser.currentTokenLocation().getLineNr());
    for (; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      String text = parser.getText();
      if (field >= columns) {
        rows.other(rows.column("field " + (field + 1)), "one field too many");
      } else if (!text.isEmpty()) {
        rows.text(field, text);
      }
      field++;
    }
    if (field < columns) {
      rows.other(field, "the end of a row of %d fields".formatted(field));
    }
  }
}
