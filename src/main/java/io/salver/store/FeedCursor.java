package io.salver.store;

import io.salver.recommend.catalogue.Change;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Goes through the changes of one table in their order, items without their images. Confined to one
 * thread; whoever opened it closes it.
 */
final class FeedCursor implements AutoCloseable {

  /** The sequence of a cursor that is through. */
  static final long END = Long.MAX_VALUE;

  /** The first column that belongs to the change. */
  static final int FIRST_COLUMN = 3;

  private static final int FETCHED_TOGETHER = 1_000;

  private final PreparedStatement statement;
  private final ResultSet rows;
  private final Mapping mapping;
  private long sequence;

  private FeedCursor(PreparedStatement statement, ResultSet rows, Mapping mapping)
      throws SQLException {
    this.statement = statement;
    this.rows = rows;
    this.mapping = mapping;
    next();
  }

  /**
   * Stands at the first row.
   *
   * @param sql of the parameters catalogue, sequence and limit, and the columns sequence, bytes of
   *     the image, and those of the change
   */
  static FeedCursor open(
      Connection connection, String sql, int catalogue, long after, int limit, Mapping mapping)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      statement.setInt(1, catalogue);
      statement.setLong(2, after);
      statement.setInt(3, limit);
      statement.setFetchSize(Math.min(limit, FETCHED_TOGETHER));
      return new FeedCursor(statement, statement.executeQuery(), mapping);
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  /** The sequence of the row that it stands at, or {@link #END}. */
  long sequence() {
    return sequence;
  }

  /** How large the image of that row is; 0 without one. */
  long imageBytes() throws SQLException {
    return rows.getLong(2);
  }

  /** The change of that row. */
  Change change() throws SQLException {
    return mapping.read(rows, FIRST_COLUMN);
  }

  /** Goes to the next row. */
  void next() throws SQLException {
    sequence = rows.next() ? rows.getLong(1) : END;
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }

  /** Reads a change from the columns of a row from {@code column} on. */
  @FunctionalInterface
  interface Mapping {
    Change read(ResultSet row, int column) throws SQLException;
  }
}
