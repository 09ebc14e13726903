package io.salver.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Deletes predictions and labels that are too old or too many, some at a time, so that writers wait
 * for little. Nothing before the store is in use. Thread-safe.
 */
final class PredictionRetention {

  private static final int DELETED_TOGETHER = 1_000;

  private static final String OLD_PREDICTIONS =
      """
      DELETE FROM prediction WHERE (request, place, model, version) IN (
        SELECT request, place, model, version FROM prediction WHERE predicted_at < ?
        ORDER BY predicted_at LIMIT ?)
      """;

  /** The time of the newest prediction that is one too many. */
  private static final String TOO_MANY_PREDICTIONS =
      "SELECT predicted_at FROM prediction ORDER BY predicted_at DESC LIMIT 1 OFFSET ?";

  private static final String OLD_LABELS =
      """
      DELETE FROM prediction_label WHERE sequence IN (
        SELECT sequence FROM prediction_label WHERE told_at < ? ORDER BY told_at LIMIT ?)
      """;

  private static final String TOO_MANY_LABELS =
      "SELECT told_at FROM prediction_label ORDER BY told_at DESC LIMIT 1 OFFSET ?";

  private final Transactions transactions;

  PredictionRetention(Transactions transactions) {
    this.transactions = transactions;
  }

  long retain(Instant since, long most) {
    if (!transactions.hasBegun()) {
      return 0;
    }
    long before = EventRows.micros(since);
    long _ = delete(OLD_LABELS, Math.max(before, tooMany(TOO_MANY_LABELS, most)));
    return delete(OLD_PREDICTIONS, Math.max(before, tooMany(TOO_MANY_PREDICTIONS, most)));
  }

  /** The time before which all is too much; those of one moment go together. */
  private long tooMany(String sql, long most) {
    return transactions.read(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, most);
            try (ResultSet row = query.executeQuery()) {
              return row.next() ? row.getLong(1) + 1 : Long.MIN_VALUE;
            }
          }
        });
  }

  private long delete(String sql, long before) {
    long total = 0;
    int deleted;
    do {
      deleted = transactions.write(connection -> delete(connection, sql, before));
      total += deleted;
    } while (deleted == DELETED_TOGETHER);
    return total;
  }

  private static int delete(Connection connection, String sql, long before) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      delete.setLong(1, before);
      delete.setInt(2, DELETED_TOGETHER);
      return delete.executeUpdate();
    }
  }
}
