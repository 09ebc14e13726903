package io.salver.store;

import io.salver.recommend.catalogue.User;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** How users lie in their table. */
final class UserRows {

  static final String PUT =
      """
      INSERT INTO catalogue_user (catalogue, id, sequence, features, history)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (catalogue, id) DO UPDATE SET sequence = excluded.sequence,
        features = excluded.features, history = excluded.history
      """;

  static final String REMOVE = "DELETE FROM catalogue_user WHERE catalogue = ? AND id = ?";

  static final String ONE =
      "SELECT id, features, history FROM catalogue_user WHERE catalogue = ? AND id = ?";

  private UserRows() {}

  static void bind(PreparedStatement put, int catalogue, long sequence, User user)
      throws SQLException {
    put.setInt(1, catalogue);
    put.setLong(2, user.id());
    put.setLong(3, sequence);
    put.setString(4, AttributesJson.write(user.features()));
    put.setString(5, history(user.history()));
  }

  /** From the columns id, features, history. */
  static User read(ResultSet row, int column) throws SQLException {
    return new User(
        row.getLong(column),
        AttributesJson.read(row.getString(column + 1)),
        history(row.getString(column + 2)));
  }

  private static String history(List<Long> items) {
    StringJoiner text = new StringJoiner(",");
    for (Long item : items) {
      text.add(item.toString());
    }
    return text.toString();
  }

  private static List<Long> history(String text) {
    List<Long> items = new ArrayList<>();
    for (int start = 0; start < text.length(); ) {
      int comma = text.indexOf(',', start);
      int end = comma < 0 ? text.length() : comma;
      items.add(Long.parseLong(text, start, end, 10));
      start = end + 1;
    }
    return items;
  }
}
