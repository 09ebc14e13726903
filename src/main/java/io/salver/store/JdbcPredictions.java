package io.salver.store;

import io.salver.monitor.outcome.Feedback;
import io.salver.monitor.outcome.LabelLog;
import io.salver.monitor.outcome.LabelledPrediction;
import io.salver.monitor.outcome.PredictionStore;
import io.salver.monitor.outcome.Receipt;
import io.salver.monitor.outcome.RememberedPrediction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Predictions and their labels in the database of a {@link JdbcStore}, which opens and closes it.
 * Times are kept in microseconds. Thread-safe.
 */
public final class JdbcPredictions implements PredictionStore, LabelLog {

  private static final String LAST_BEFORE =
      "SELECT COALESCE(MAX(sequence), 0) FROM prediction_label WHERE told_at < ?";

  private static final String AFTER =
      "SELECT "
          + LabelRows.COLUMNS
          + ", "
          + PredictionRows.COLUMNS
          + " FROM (SELECT * FROM prediction_label WHERE sequence > ?"
          + " ORDER BY sequence LIMIT ?) l LEFT JOIN prediction p"
          + " ON p.request = l.request AND p.place = l.place AND p.model = l.model"
          + " ORDER BY l.sequence, p.version";

  private final Transactions transactions;
  private final PredictionRetention retention;

  JdbcPredictions(Transactions transactions) {
    this.transactions = transactions;
    this.retention = new PredictionRetention(transactions);
  }

  @Override
  public void remember(List<RememberedPrediction> predictions) {
    if (!predictions.isEmpty()) {
      transactions.write(
          connection -> {
            PredictionRows.put(connection, predictions);
            return predictions.size();
          });
    }
  }

  @Override
  public List<Receipt> label(List<Feedback> labels, Instant now) {
    return labels.isEmpty()
        ? List.of()
        : transactions.write(connection -> LabelWriter.write(connection, labels, now));
  }

  @Override
  public long retain(Instant since, long most) {
    return retention.retain(since, most);
  }

  @Override
  public long lastBefore(Instant instant) {
    return transactions.read(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(LAST_BEFORE)) {
            query.setLong(1, EventRows.micros(instant));
            try (ResultSet row = query.executeQuery()) {
              return row.next() ? row.getLong(1) : 0;
            }
          }
        });
  }

  @Override
  public Page after(long sequence, int limit) {
    return transactions.read(connection -> page(connection, sequence, limit));
  }

  private static Page page(Connection connection, long after, int limit) throws SQLException {
    List<LabelledPrediction> labels = new ArrayList<>();
    long last = after;
    int read = 0;
    try (PreparedStatement query = connection.prepareStatement(AFTER)) {
      query.setLong(1, after);
      query.setInt(2, limit);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          read += row.getLong(1) > last ? 1 : 0;
          last = row.getLong(1);
          Optional<LabelledPrediction> label = LabelRows.read(row);
          label.ifPresent(labels::add);
        }
      }
    }
    return new Page(labels, last, read < limit);
  }
}
