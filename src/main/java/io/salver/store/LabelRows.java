package io.salver.store;

import io.salver.monitor.PredictionId;
import io.salver.monitor.outcome.Feedback;
import io.salver.monitor.outcome.LabelDecision.Written;
import io.salver.monitor.outcome.LabelledPrediction;
import io.salver.monitor.outcome.LabelledPrediction.Earlier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How labels lie in their table. */
final class LabelRows {

  /** Of a label l, before the columns of its prediction p. */
  static final String COLUMNS = "l.sequence, l.outcome, l.told_at, l.corrected, l.corrected_at";

  static final String PUT =
      """
      INSERT INTO prediction_label (sequence, request, place, model, outcome, known_at, told_at,
        corrected, corrected_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final int AFTER_COLUMNS = 6;

  private LabelRows() {}

  /** Which label of which model. */
  record Key(PredictionId id, String model) {}

  /** What was told last of each of the ids. */
  static Map<Key, Earlier> last(Connection connection, List<PredictionId> ids) throws SQLException {
    Map<Key, Earlier> last = new HashMap<>();
    try (PreparedStatement query =
        AskedPredictions.prepare(
            connection,
            "SELECT l.request, l.place, l.model, l.outcome, l.told_at FROM asked a"
                + " JOIN prediction_label l ON l.request = a.request AND l.place = a.place"
                + " ORDER BY l.sequence",
            ids)) {
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          last.put(
              new Key(new PredictionId(row.getString(1), row.getInt(2)), row.getString(3)),
              new Earlier(
                  PredictionJson.outcome(row.getString(4)),
                  PredictionRows.instant(row.getLong(5))));
        }
      }
    }
    return last;
  }

  static void bind(
      PreparedStatement put, long sequence, Feedback label, Written written, long toldMicros)
      throws SQLException {
    put.setLong(1, sequence);
    put.setString(2, label.id().request());
    put.setInt(3, label.id().index());
    put.setString(4, written.model());
    put.setString(5, PredictionJson.outcome(written.outcome()));
    put.setLong(6, EventRows.micros(label.at()));
    put.setLong(7, toldMicros);
    Optional<Earlier> corrected = written.corrected();
    if (corrected.isPresent()) {
      put.setString(8, PredictionJson.outcome(corrected.get().outcome()));
      put.setLong(9, EventRows.micros(corrected.get().toldAt()));
    } else {
      put.setNull(8, Types.VARCHAR);
      put.setNull(9, Types.BIGINT);
    }
  }

  /** From {@link #COLUMNS} and those of the prediction; empty where that is forgotten. */
  static Optional<LabelledPrediction> read(ResultSet row) throws SQLException {
    if (row.getString(AFTER_COLUMNS) == null) {
      return Optional.empty();
    }
    String corrected = row.getString(4);
    return Optional.of(
        new LabelledPrediction(
            row.getLong(1),
            PredictionRows.read(row, AFTER_COLUMNS),
            PredictionJson.outcome(row.getString(2)),
            PredictionRows.instant(row.getLong(3)),
            corrected == null
                ? Optional.empty()
                : Optional.of(
                    new Earlier(
                        PredictionJson.outcome(corrected),
                        PredictionRows.instant(row.getLong(5))))));
  }
}
