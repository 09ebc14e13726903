package io.salver.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Changes that wait to be written by one statement, each with its place among all of the write.
 * Prepares the statement when the first comes. Confined to one thread.
 */
final class Batch implements AutoCloseable {

  private final Connection connection;
  private final String sql;
  private final boolean[] effective;
  private @Nullable PreparedStatement statement;
  private int[] places = new int[16];
  private int size;

  /** Marks in {@code effective} the places of changes that found something to do. */
  Batch(Connection connection, String sql, boolean[] effective) {
    this.connection = connection;
    this.sql = sql;
    this.effective = effective;
  }

  /** Adds the change of that place. */
  void add(int place, Binding binding) throws SQLException {
    if (statement == null) {
      statement = connection.prepareStatement(sql);
    }
    if (size == places.length) {
      places = Arrays.copyOf(places, 2 * size);
    }
    places[size++] = place;
    binding.to(statement);
    statement.addBatch();
  }

  /** Writes what waits. */
  void flush() throws SQLException {
    if (statement == null || size == 0) {
      return;
    }
    int[] counts = statement.executeBatch();
    for (int i = 0; i < size; i++) {
      effective[places[i]] |= counts[i] > 0;
    }
    size = 0;
  }

  @Override
  public void close() throws SQLException {
    if (statement != null) {
      statement.close();
    }
  }

  /** Sets the parameters of a statement. */
  @FunctionalInterface
  interface Binding {
    void to(PreparedStatement statement) throws SQLException;
  }
}
