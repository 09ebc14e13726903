package io.salver.store;

import io.salver.monitor.PredictionId;
import io.salver.monitor.outcome.Feedback;
import io.salver.monitor.outcome.LabelDecision;
import io.salver.monitor.outcome.LabelDecision.Written;
import io.salver.monitor.outcome.LabelledPrediction.Earlier;
import io.salver.monitor.outcome.Receipt;
import io.salver.monitor.outcome.RememberedPrediction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides on the labels of one transaction and writes them. Confined to one thread. */
final class LabelWriter {

  /** Takes numbers and keeps others from taking some until the commit. */
  private static final String ADVANCE =
      "UPDATE prediction_label_position SET sequence = sequence + ? RETURNING sequence";

  private final Connection connection;
  private final Instant now;
  private long sequence;

  private LabelWriter(Connection connection, long sequence, Instant now) {
    this.connection = connection;
    this.sequence = sequence;
    this.now = now;
  }

  static List<Receipt> write(Connection connection, List<Feedback> labels, Instant now)
      throws SQLException {
    LabelWriter writer = new LabelWriter(connection, advance(connection, labels.size()), now);
    List<Receipt> receipts = new ArrayList<>(labels.size());
    for (int from = 0; from < labels.size(); from += AskedPredictions.MOST) {
      int until = Math.min(labels.size(), from + AskedPredictions.MOST);
      receipts.addAll(writer.writeSome(labels.subList(from, until)));
    }
    return receipts;
  }

  /** The number before the first of {@code count} new ones. */
  private static long advance(Connection connection, int count) throws SQLException {
    try (PreparedStatement advance = connection.prepareStatement(ADVANCE)) {
      advance.setInt(1, count);
      try (ResultSet row = advance.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("the table prediction_label_position is empty");
        }
        return row.getLong(1) - count;
      }
    }
  }

  private List<Receipt> writeSome(List<Feedback> labels) throws SQLException {
    List<PredictionId> ids = labels.stream().map(Feedback::id).distinct().toList();
    Map<PredictionId, List<RememberedPrediction>> predictions =
        PredictionRows.find(connection, ids);
    Map<LabelRows.Key, Earlier> told = LabelRows.last(connection, ids);
    long toldMicros = EventRows.micros(now);
    List<Receipt> receipts = new ArrayList<>(labels.size());
    try (PreparedStatement put = connection.prepareStatement(LabelRows.PUT)) {
      for (Feedback label : labels) {
        LabelDecision decision =
            LabelDecision.of(
                label,
                predictions.getOrDefault(label.id(), List.of()),
                model -> Optional.ofNullable(told.get(new LabelRows.Key(label.id(), model))));
        receipts.add(decision.receipt());
        if (decision.written().isPresent()) {
          Written written = decision.written().get();
          LabelRows.bind(put, ++sequence, label, written, toldMicros);
          put.addBatch();
          told.put(
              new LabelRows.Key(label.id(), written.model()),
              new Earlier(written.outcome(), PredictionRows.instant(toldMicros)));
        }
      }
      put.executeBatch();
    }
    return receipts;
  }
}
