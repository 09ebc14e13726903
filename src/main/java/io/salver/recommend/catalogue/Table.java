package io.salver.recommend.catalogue;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rows with public ids and named columns, all of the same length. Immutable. */
public final class Table {

  private final IdDirectory ids;
  private final Map<String, Column> columns;

  /** A table of these columns, in this order. */
  public Table(IdDirectory ids, Map<String, Column> columns) {
    this.ids = ids;
    this.columns = new LinkedHashMap<>(columns);
  }

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
}
