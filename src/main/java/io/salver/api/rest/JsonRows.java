package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.salver.api.WellFormedText;
import io.salver.fault.InvalidInput;
import io.salver.table.RowLimits;
import io.salver.table.Rows;
import io.salver.table.RowsBuilder;
import io.salver.tensor.TensorScope;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads rows from JSON straight into columns: a list of objects, one object, or an object of lists.
 * What a cell cannot be is kept as such, for the complaint that names its row and column. One use;
 * not thread-safe.
 */
final class JsonRows {

  private final RowsBuilder builder;
  private final RepeatedTexts texts = new RepeatedTexts();
  private int[] lastRows = new int[16];

  /** Rows whose memory is charged to {@code scope}. */
  JsonRows(RowLimits limits, TensorScope scope) {
    this.builder = RowsBuilder.typed(limits, scope);
  }

  /** The forms in which rows may stand, by the names of their fields. */
  enum Form {
    ROWS,
    ROW,
    COLUMNS;

    /** The names of all forms. */
    static final Set<String> NAMES =
        Arrays.stream(values()).map(Form::label).collect(Collectors.toUnmodifiableSet());

    static Optional<Form> named(String name) {
      return NAMES.contains(name)
          ? Optional.of(valueOf(name.toUpperCase(Locale.ROOT)))
          : Optional.empty();
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What stands at the parser.
   *
   * @throws InvalidInput when it is no rows of that form, or none at all
   */
  Rows read(JsonParser parser, Form form) throws IOException {
    switch (form) {
      case ROWS -> readRows(parser);
      case ROW -> readRow(parser, "row");
      case COLUMNS -> readColumns(parser);
    }
    if (builder.count() == 0) {
      throw new InvalidInput(
          (form == Form.COLUMNS ? "columns" : "rows") + " expects at least one row, received none");
    }
    return builder.build();
  }

  private void readRows(JsonParser parser) throws IOException {
    Json.require(parser, JsonToken.START_ARRAY, "rows", "a list of objects");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      readRow(parser, "rows");
    }
  }

  private void readRow(JsonParser parser, String name) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new InvalidInput(
          (name.equals("rows") ? "rows[" + builder.count() + "]" : name)
              + " expects an object of cells by the names of features, received "
              + Json.describe(parser));
    }
    builder.row();
    int row = builder.count();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      int place = column(parser);
      boolean isSecond = lastRow(place) == row;
      lastRows[place] = row;
      parser.nextToken();
      readCell(parser, place, isSecond);
    }
  }

  private void readColumns(JsonParser parser) throws IOException {
    Json.require(parser, JsonToken.START_OBJECT, "columns", "an object of lists");
    String first = "";
    for (int count = 0; parser.nextToken() != JsonToken.END_OBJECT; count++) {
      String name = parser.currentName();
      int place = column(parser);
      boolean isSecond = lastRow(place) > 0;
      lastRows[place] = 1;
      parser.nextToken();
      Json.require(parser, JsonToken.START_ARRAY, "columns." + Json.shortened(name), "a list");
      int rows = readColumn(parser, place, isSecond, count == 0);
      first = count == 0 ? name : first;
      if (rows != builder.count()) {
        throw uneven(name, rows, first);
      }
    }
  }

  /** How many cells it has; only the first may have more than those before. */
  private int readColumn(JsonParser parser, int place, boolean isSecond, boolean mayGrow)
      throws IOException {
    int rows = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (mayGrow || rows < builder.count()) {
        builder.at(rows);
        readCell(parser, place, isSecond);
      } else {
        parser.skipChildren();
      }
      rows++;
    }
    return rows;
  }

  private InvalidInput uneven(String name, int rows, String first) {
    return new InvalidInput(
        "columns.%s has %d cells, columns.%s has %d; as many of each are expected"
            .formatted(Json.shortened(name), rows, Json.shortened(first), builder.count()));
  }

  private int column(JsonParser parser) throws IOException {
    return builder.column(parser.currentName());
  }

  /** The row, counted from 1, in which that column had a cell last; 0 for none. */
  private int lastRow(int place) {
    if (place >= lastRows.length) {
      lastRows = Arrays.copyOf(lastRows, Math.max(place + 1, 2 * lastRows.length));
    }
    return lastRows[place];
  }

  private void readCell(JsonParser parser, int place, boolean isSecond) throws IOException {
    if (isSecond) {
      parser.skipChildren();
      builder.other(place, "two values");
      return;
    }
    switch (parser.currentToken()) {
      case VALUE_NULL -> {}
      case VALUE_TRUE -> builder.flag(place, true);
      case VALUE_FALSE -> builder.flag(place, false);
      case VALUE_NUMBER_FLOAT -> builder.real(place, parser.getDoubleValue());
      case VALUE_NUMBER_INT -> {
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
          builder.real(place, parser.getDoubleValue());
        } else {
          builder.whole(place, parser.getLongValue());
        }
      }
      case VALUE_STRING -> readText(parser, place);
      case null, default -> {
        builder.other(
            place, parser.currentToken() == JsonToken.START_ARRAY ? "a list" : "an object");
        parser.skipChildren();
      }
    }
  }

  private void readText(JsonParser parser, int place) throws IOException {
    String text = texts.read(parser);
    if (WellFormedText.hasPairs(text)) {
      builder.text(place, text);
    } else {
      builder.other(place, "a text with half of a surrogate pair");
    }
  }
}
