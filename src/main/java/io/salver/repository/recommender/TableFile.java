package io.salver.repository.recommender;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.salver.fault.BackendFailure;
import io.salver.recommend.catalogue.AttributeKind;
import io.salver.recommend.catalogue.Column;
import io.salver.recommend.catalogue.ColumnBuilder;
import io.salver.recommend.catalogue.IdDirectory;
import io.salver.recommend.catalogue.Table;
import io.salver.recommend.catalogue.TextColumn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table from compressed CSV (RFC 4180, UTF-8, with a header and a column {@code id}). The
 * kind of a column is given, or a column is of numbers where all its values are.
 */
final class TableFile {

  private static final String ID = "id";

  private final String name;
  private final List<ColumnBuilder> builders = new ArrayList<>();
  private List<String> header = List.of();
  private long[] ids = new long[1024];
  private int size;

  private TableFile(Path file) {
    this.name = String.valueOf(file.getFileName());
  }

  /** A table, and one column as it was written, which is not part of the table. */
  record Read(Table table, Optional<TextColumn> apart) {}

  /**
   * Reads {@code file}, blocking.
   *
   * @param kinds those of some columns
   * @param apart the name of a column to keep out of the table
   */
  static Read read(Path file, Map<String, AttributeKind> kinds, String apart) {
    TableFile table = new TableFile(file);
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file), 1 << 16);
        MappingIterator<String[]> rows =
            new CsvMapper()
                .readerFor(String[].class)
                .with(CsvParser.Feature.WRAP_AS_ARRAY)
                .with(CsvParser.Feature.SKIP_EMPTY_LINES)
                .readValues(in)) {
      table.readRows(rows);
    } catch (JsonProcessingException e) {
      throw new BackendFailure(table.name + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new BackendFailure(table.name + " cannot be read: " + e, e);
    }
    return table.build(kinds, apart);
  }

  private void readRows(MappingIterator<String[]> rows) throws IOException {
    if (!rows.hasNextValue()) {
      throw new BackendFailure(name + " is empty; it needs a header");
    }
    header = List.of(rows.nextValue());
    if (!header.contains(ID) || header.stream().distinct().count() != header.size()) {
      throw new BackendFailure(
          name + " needs a header of distinct columns, one of them '" + ID + "'; has " + header);
    }
    header.forEach(column -> builders.add(new ColumnBuilder(column)));
    int idColumn = header.indexOf(ID);
    while (rows.hasNextValue()) {
      String[] row = rows.nextValue();
      if (row.length != header.size()) {
        throw new BackendFailure(
            name
                + ": row "
                + (size + 1)
                + " has "
                + row.length
                + " values, the header "
                + header.size());
      }
      addId(row[idColumn]);
      for (int column = 0; column < row.length; column++) {
        if (column != idColumn) {
          builders.get(column).add(row[column]);
        }
      }
    }
  }

  private void addId(String text) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, size * 2);
    }
    try {
      ids[size++] = Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new BackendFailure(
          name + ": row " + size + " expects a whole number as id, received '" + text + "'", e);
    }
  }

  private Read build(Map<String, AttributeKind> kinds, String apart) {
    Map<String, Column> columns = new LinkedHashMap<>();
    Optional<TextColumn> kept = Optional.empty();
    for (int i = 0; i < builders.size(); i++) {
      String column = header.get(i);
      if (column.equals(apart)) {
        kept = Optional.of(builders.get(i).texts());
      } else if (!column.equals(ID)) {
        columns.put(column, column(builders.get(i), kinds.get(column)));
      }
    }
    IdDirectory directory;
    try {
      directory = IdDirectory.of(Arrays.copyOf(ids, size));
    } catch (BackendFailure e) {
      throw new BackendFailure(name + ": " + e.explanation(), e);
    }
    return new Read(new Table(directory, columns), kept);
  }

  private static Column column(ColumnBuilder builder, @Nullable AttributeKind kind) {
    return switch (kind) {
      case null -> builder.isNumeric() ? builder.numbers() : builder.texts();
      case TEXT -> builder.texts();
      case NUMBER -> builder.numbers();
      case TEXTS -> builder.textLists();
    };
  }
}
