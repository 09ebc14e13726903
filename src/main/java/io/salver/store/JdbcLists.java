package io.salver.store;

import io.salver.fault.BackendFailure;
import io.salver.model.ModelId;
import io.salver.monitor.outcome.ListCounts;
import io.salver.monitor.outcome.ListPane;
import io.salver.monitor.outcome.ListStore;
import io.salver.monitor.outcome.Slice;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of lists, in the database of a {@link JdbcStore}, which opens and closes it. Counts
 * are a list of rows: of all, {@code [lists, clicked, relevant, gains, squares]}, then the same of
 * each group after its feature and name. Thread-safe.
 */
public final class JdbcLists implements ListStore {

  private static final String KEEP =
      """
      INSERT INTO list_pane (replica, model, version, began, length, counts)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (replica, model, version, began, length) DO UPDATE SET counts = excluded.counts
      """;

  private static final String OTHERS =
      """
      SELECT model, version, began, length, counts FROM list_pane
      WHERE began >= ? AND replica <> ? ORDER BY began, replica
      """;

  private static final String RETAIN = "DELETE FROM list_pane WHERE began < ?";

  private static final int COUNTS = 5;

  private final Transactions transactions;

  JdbcLists(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void keep(String replica, List<ListPane> panes) {
    int unused =
        transactions.write(
            connection -> {
              try (PreparedStatement keep = connection.prepareStatement(KEEP)) {
                for (ListPane pane : panes) {
                  keep.setString(1, replica);
                  keep.setString(2, pane.model().name());
                  keep.setLong(3, pane.model().version());
                  keep.setLong(4, EventRows.micros(pane.began()));
                  keep.setLong(5, pane.length().toNanos());
                  keep.setString(6, PlainJson.write(counts(pane)));
                  keep.addBatch();
                }
                return keep.executeBatch().length;
              }
            });
  }

  @Override
  public List<ListPane> others(String replica, Instant since) {
    if (!transactions.hasBegun()) {
      return List.of();
    }
    return transactions.read(
        connection -> {
          List<ListPane> panes = new ArrayList<>();
          try (PreparedStatement query = connection.prepareStatement(OTHERS)) {
            query.setLong(1, EventRows.micros(since));
            query.setString(2, replica);
            try (ResultSet row = query.executeQuery()) {
              while (row.next()) {
                panes.add(pane(row));
              }
            }
          }
          return panes;
        });
  }

  @Override
  public long retain(Instant since) {
    if (!transactions.hasBegun()) {
      return 0;
    }
    return transactions.<Long>write(
        connection -> {
          try (PreparedStatement retain = connection.prepareStatement(RETAIN)) {
            retain.setLong(1, EventRows.micros(since));
            return (long) retain.executeUpdate();
          }
        });
  }

  private static ListPane pane(ResultSet row) throws SQLException {
    List<Object> rows = PlainJson.list(row.getString(5));
    Map<Slice, ListCounts> slices = new HashMap<>();
    for (Object group : rows.subList(1, rows.size())) {
      List<?> values = list(group);
      slices.put(
          new Slice(values.get(0).toString(), values.get(1).toString()),
          counts(values.subList(2, values.size())));
    }
    return new ListPane(
        new ModelId(row.getString(1), row.getLong(2)),
        Instant.EPOCH.plus(row.getLong(3), ChronoUnit.MICROS),
        Duration.ofNanos(row.getLong(4)),
        counts(list(rows.getFirst())),
        slices);
  }

  private static List<List<Object>> counts(ListPane pane) {
    List<List<Object>> rows = new ArrayList<>();
    rows.add(counts(pane.all()));
    pane.slices()
        .forEach(
            (slice, counts) -> {
              List<Object> row = new ArrayList<>(List.of(slice.feature(), slice.group()));
              row.addAll(counts(counts));
              rows.add(row);
            });
    return rows;
  }

  private static List<Object> counts(ListCounts counts) {
    return List.of(
        counts.lists(), counts.clicked(), counts.relevant(), counts.gains(), counts.squares());
  }

  private static ListCounts counts(List<?> values) {
    if (values.size() != COUNTS) {
      throw unreadable();
    }
    return new ListCounts(
        number(values.get(0)).longValue(),
        number(values.get(1)).longValue(),
        number(values.get(2)).longValue(),
        number(values.get(3)).doubleValue(),
        number(values.get(4)).doubleValue());
  }

  private static Number number(Object value) {
    if (value instanceof Number number) {
      return number;
    }
    throw unreadable();
  }

  private static List<?> list(Object value) {
    if (value instanceof List<?> list && !list.isEmpty()) {
      return list;
    }
    throw unreadable();
  }

  private static BackendFailure unreadable() {
    return new BackendFailure("the store holds counts of lists that cannot be read");
  }
}
