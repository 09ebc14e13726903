package io.salver.monitor.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

final class ParquetWriterTest {

  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  /** Columns, and rows of values as readers should find them. */
  record Table(List<Column> columns, List<Row> rows) {}

  record Row(List<@Nullable Object> values) {}

  @Property(tries = 200, seed = "1")
  void another_reader_finds_what_was_written(@ForAll("tables") Table table) throws IOException {
    assertThat(read(table)).isEqualTo(expected(table));
  }

  @Example
  void more_rows_than_a_group_has_are_found() throws IOException {
    List<Column> columns =
        List.of(
            new Column("n", Column.Kind.INT64, Column.Form.REQUIRED),
            new Column("maybe", Column.Kind.TEXT, Column.Form.OPTIONAL),
            new Column("many", Column.Kind.DOUBLE, Column.Form.LIST));
    List<Row> rows = new ArrayList<>();
    for (long i = 0; i < 45_000; i++) {
      List<@Nullable Object> row = new ArrayList<>();
      row.add(i);
      row.add(i % 3 == 0 ? null : "text " + i);
      row.add(i % 2 == 0 ? List.of(1.0 * i, .5) : null);
      rows.add(new Row(row));
    }
    Table table = new Table(columns, rows);
    assertThat(read(table)).isEqualTo(expected(table));
  }

  @Provide
  Arbitrary<Table> tables() {
    return columns()
        .list()
        .ofMinSize(1)
        .ofMaxSize(20)
        .map(ParquetWriterTest::named)
        .flatMap(
            columns -> rows(columns).list().ofMaxSize(40).map(rows -> new Table(columns, rows)));
  }

  private static Arbitrary<Column> columns() {
    return Arbitraries.of(Column.Kind.class)
        .flatMap(kind -> Arbitraries.of(Column.Form.class).map(form -> new Column("", kind, form)));
  }

  /** Names of all kinds, but each once. */
  private static List<Column> named(List<Column> columns) {
    List<Column> named = new ArrayList<>();
    for (Column each : columns) {
      named.add(new Column("żółw 🐢-" + named.size(), each.kind(), each.form()));
    }
    return named;
  }

  private static Arbitrary<Row> rows(List<Column> columns) {
    Arbitrary<Row> rows = Arbitraries.create(() -> new Row(List.of()));
    for (Column column : columns) {
      rows = rows.flatMap(row -> values(column).map(value -> longer(row, value)));
    }
    return rows;
  }

  private static Row longer(Row row, @Nullable Object value) {
    List<@Nullable Object> values = new ArrayList<>(row.values());
    values.add(value);
    return new Row(values);
  }

  private static Arbitrary<@Nullable Object> values(Column column) {
    Arbitrary<Object> one = values(column.kind());
    return switch (column.form()) {
      case REQUIRED -> one.map(value -> value);
      case OPTIONAL -> one.injectNull(.3);
      case LIST -> one.injectNull(.2).list().ofMaxSize(5).<Object>map(list -> list).injectNull(.2);
    };
  }

  private static Arbitrary<Object> values(Column.Kind kind) {
    return switch (kind) {
      case INT32 -> Arbitraries.integers().map(value -> value);
      case INT64 -> Arbitraries.longs().map(value -> value);
      case TIME ->
          Arbitraries.longs()
              .between(0, ChronoUnit.MICROS.between(Instant.EPOCH, LATEST))
              .map(value -> value);
      case FLOAT -> Arbitraries.floats().map(value -> value);
      case DOUBLE ->
          Arbitraries.oneOf(
              Arbitraries.doubles().map(value -> value),
              Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, -0.0).map(value -> value));
      case TEXT -> Arbitraries.strings().ofMaxLength(20).map(ParquetWriterTest::wellFormed);
    };
  }

  /** Half characters do not exist in UTF-8. */
  private static Object wellFormed(String text) {
    return text.codePoints()
        .filter(each -> each < Character.MIN_SURROGATE || each > Character.MAX_SURROGATE)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static List<Map<String, @Nullable Object>> read(Table table) throws IOException {
    Path directory = Files.createTempDirectory("parquet");
    Path file = directory.resolve("table.parquet");
    try {
      try (ParquetWriter writer = new ParquetWriter(file, table.columns())) {
        for (Row row : table.rows()) {
          writer.add(row.values());
        }
        writer.finish(Map.of("model", "m"));
      }
      return ReadParquet.rows(file);
    } finally {
      Files.deleteIfExists(file);
      Files.delete(directory);
    }
  }

  private static List<Map<String, @Nullable Object>> expected(Table table) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Row each : table.rows()) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      for (int i = 0; i < table.columns().size(); i++) {
        row.put(
            table.columns().get(i).name(), expected(table.columns().get(i), each.values().get(i)));
      }
      rows.add(row);
    }
    return rows;
  }

  private static @Nullable Object expected(Column column, @Nullable Object value) {
    if (value instanceof List<?> list) {
      List<@Nullable Object> all = new ArrayList<>();
      for (Object each : list) {
        all.add(expected(column, each));
      }
      return all;
    }
    return value != null && column.kind() == Column.Kind.TIME
        ? Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS)
        : value;
  }
}
