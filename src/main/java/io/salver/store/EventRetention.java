package io.salver.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes events that happened too long ago, some at a time, so that writers wait for little. What
 * followers already know of them stays there. Thread-safe.
 */
final class EventRetention {

  private static final int DELETED_TOGETHER = 1_000;

  private static final String ALL = "SELECT id FROM catalogue ORDER BY id";

  /** So that no writer of the catalogue deletes the same rows in another order. */
  private static final String LOCK = "UPDATE catalogue SET sequence = sequence WHERE id = ?";

  private static final String DELETE =
      """
      DELETE FROM catalogue_event WHERE catalogue = ? AND id IN (
        SELECT id FROM catalogue_event WHERE catalogue = ? AND happened_at < ?
        ORDER BY happened_at LIMIT ?)
      """;

  private final Transactions transactions;
  private final Clock clock;

  EventRetention(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Deletes what is older than that, of every catalogue; nothing before the store is in use.
   *
   * @return how many events that were
   * @throws io.salver.fault.BackendFailure when the store fails
   */
  long deleteOlderThan(Duration age) {
    if (!transactions.hasBegun()) {
      return 0;
    }
    long before = EventRows.micros(clock.instant().minus(age));
    long total = 0;
    for (int catalogue : transactions.read(EventRetention::catalogues)) {
      int deleted;
      do {
        deleted = transactions.write(connection -> delete(connection, catalogue, before));
        total += deleted;
      } while (deleted == DELETED_TOGETHER);
    }
    return total;
  }

  private static List<Integer> catalogues(Connection connection) throws SQLException {
    List<Integer> all = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(ALL);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        all.add(row.getInt(1));
      }
    }
    return all;
  }

  private static int delete(Connection connection, int catalogue, long before) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(LOCK);
        PreparedStatement delete = connection.prepareStatement(DELETE)) {
      lock.setInt(1, catalogue);
      lock.executeUpdate();
      delete.setInt(1, catalogue);
      delete.setInt(2, catalogue);
      delete.setLong(3, before);
      delete.setInt(4, DELETED_TOGETHER);
      return delete.executeUpdate();
    }
  }
}
