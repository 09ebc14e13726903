package io.salver.store;

import io.salver.fault.BackendFailure;
import io.salver.recommend.catalogue.Change;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How removals lie in their table. */
final class RemovalRows {

  static final String PUT =
      """
      INSERT INTO catalogue_removal (catalogue, kind, id, sequence) VALUES (?, ?, ?, ?)
      ON CONFLICT (catalogue, kind, id) DO UPDATE SET sequence = excluded.sequence
      """;

  static final String ITEM = "item";
  static final String USER = "user";

  private RemovalRows() {}

  /** Sets what is to be removed: the catalogue and the id. */
  static void bindSubject(PreparedStatement remove, int catalogue, long id) throws SQLException {
    remove.setInt(1, catalogue);
    remove.setLong(2, id);
  }

  static void bind(PreparedStatement put, int catalogue, String kind, long id, long sequence)
      throws SQLException {
    put.setInt(1, catalogue);
    put.setString(2, kind);
    put.setLong(3, id);
    put.setLong(4, sequence);
  }

  /** From the columns kind, id. */
  static Change read(ResultSet row, int column) throws SQLException {
    String kind = row.getString(column);
    long id = row.getLong(column + 1);
    return switch (kind) {
      case ITEM -> new Change.RemoveItem(id);
      case USER -> new Change.RemoveUser(id);
      default -> throw new BackendFailure("the store holds a removal of the unknown kind " + kind);
    };
  }
}
