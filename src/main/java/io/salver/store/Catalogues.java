package io.salver.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The row of each catalogue: its number in the other tables, and the number of its last change. */
final class Catalogues {

  private static final String FIND = "SELECT id, sequence FROM catalogue WHERE name = ?";

  private static final String ADVANCE =
      "UPDATE catalogue SET sequence = sequence + ? WHERE name = ? RETURNING id, sequence";

  /** Does nothing where another transaction has just taken the name or the number. */
  private static final String MAKE =
      """
      INSERT INTO catalogue (id, name, sequence)
      SELECT COALESCE(MAX(id), 0) + 1, ?, 0 FROM catalogue WHERE true ON CONFLICT DO NOTHING
      """;

  private static final int ATTEMPTS = 100;

  private Catalogues() {}

  /**
   * A catalogue.
   *
   * @param id of its rows
   * @param sequence of its last change
   */
  record Position(int id, long sequence) {}

  static Optional<Position> find(Connection connection, String name) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(FIND)) {
      query.setString(1, name);
      return position(query);
    }
  }

  /**
   * Takes the next {@code count} numbers and locks the catalogue until the end of the transaction;
   * makes it if need be.
   *
   * @return its last number afterwards
   */
  static Position advance(Connection connection, String name, int count) throws SQLException {
    try (PreparedStatement advance = connection.prepareStatement(ADVANCE)) {
      advance.setInt(1, count);
      advance.setString(2, name);
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        Optional<Position> position = position(advance);
        if (position.isPresent()) {
          return position.get();
        }
        make(connection, name);
      }
    }
    throw new SQLException("could not make the catalogue " + name);
  }

  private static void make(Connection connection, String name) throws SQLException {
    try (PreparedStatement make = connection.prepareStatement(MAKE)) {
      make.setString(1, name);
      make.executeUpdate();
    }
  }

  private static Optional<Position> position(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      return row.next()
          ? Optional.of(new Position(row.getInt(1), row.getLong(2)))
          : Optional.empty();
    }
  }
}
