package io.salver.table.csv;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.salver.fault.InvalidInput;
import io.salver.table.Rows;
import io.salver.table.RowsBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One document on its way from fields to cells. Not thread-safe. */
final class CsvReading {

  private final CsvParser parser;
  private final List<String> names = new ArrayList<>();

  CsvReading(CsvParser parser) {
    this.parser = parser;
  }

  /** Reads the names of the columns, which become those of {@code rows}. */
  void header(RowsBuilder rows) throws IOException {
    if (parser.nextToken() != JsonToken.START_ARRAY) {
      throw new InvalidInput("the CSV is empty; a header that names the columns is expected");
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String name = parser.getText();
      if (name.isBlank()) {
        throw new InvalidInput(
            "the CSV's header has no name for field %d".formatted(names.size() + 1));
      }
      if (rows.column(name) != names.size()) {
        throw new InvalidInput("the CSV's header names '%s' twice".formatted(name));
      }
      names.add(name);
    }
  }

  /** Names the columns of other rows as the header does. */
  void name(RowsBuilder rows) {
    names.forEach(rows::column);
  }

  /** The next rows, at most that many; none at the end. */
  Rows read(RowsBuilder rows, int most) throws IOException {
    while (rows.count() < most && parser.nextToken() == JsonToken.START_ARRAY) {
      record(rows);
    }
    return rows.build();
  }

  private void record(RowsBuilder rows) throws IOException {
    int columns = names.size();
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
