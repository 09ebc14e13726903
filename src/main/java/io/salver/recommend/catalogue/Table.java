package io.salver.recommend.catalogue;

import io.salver.recommend.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Rows with public ids and named columns. One thread puts and removes rows, any number read without
 * locks; a row is found by its id only when its values are there.
 */
public final class Table {

  private final IdDirectory ids;
  private final Map<String, Column> columns;

  /** A table of these columns, in this order. */
  public Table(IdDirectory ids, Map<String, Column> columns) {
    this.ids = ids;
    this.columns = new LinkedHashMap<>(columns);
  }

  /** A table without values. */
  public static Table empty(IdDirectory ids, SequencedMap<String, AttributeKind> schema) {
    Map<String, Column> columns = new LinkedHashMap<>();
    schema.forEach((name, kind) -> columns.put(name, Column.empty(kind)));
    return new Table(ids, columns);
  }

  /** How many rows have an id. */
  public int size() {
    return ids.size();
  }

  public IdDirectory ids() {
    return ids;
  }

  public Optional<Column> find(String name) {
    return Optional.ofNullable(columns.get(name));
  }

  /** The names of the columns, in order. */
  public Set<String> names() {
    return Collections.unmodifiableSet(columns.keySet());
  }

  /** The kinds of the columns, in order. */
  public SequencedMap<String, AttributeKind> schema() {
    SequencedMap<String, AttributeKind> kinds = new LinkedHashMap<>();
    columns.forEach((name, column) -> kinds.put(name, column.kind()));
    return kinds;
  }

  /** The values of a row, in the order of the columns. */
  public SequencedMap<String, Value> values(int row) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    columns.forEach(
        (name, column) -> column.value(row).ifPresent(value -> values.put(name, value)));
    return values;
  }

  /** Puts the values of {@code id} in place of those it had, and tells its row; writer only. */
  public int put(long id, Map<String, Value> values) {
    int row = ids.claim(id);
    columns.forEach((name, column) -> column.set(row, values.get(name)));
    return row;
  }

  /** Frees the row of {@code id} and tells which it was, or ABSENT; writer only. */
  public int remove(long id) {
    return ids.release(id);
  }
}
