package io.salver.store;

import io.salver.model.ModelId;
import io.salver.monitor.PredictionId;
import io.salver.monitor.outcome.RememberedPrediction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How predictions lie in their table. */
final class PredictionRows {

  static final String COLUMNS =
      "p.request, p.place, p.model, p.version, p.predicted_at, p.predicted, p.slices";

  private static final String PUT =
      """
      INSERT INTO prediction (request, place, model, version, predicted_at, predicted, slices)
      VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (request, place, model, version) DO NOTHING
      """;

  /** In one order, so that two writers do not wait for each other. */
  private static final Comparator<RememberedPrediction> ORDER =
      Comparator.comparing((RememberedPrediction each) -> each.id().request())
          .thenComparingInt(each -> each.id().index())
          .thenComparing(each -> each.model().name())
          .thenComparingLong(each -> each.model().version());

  private PredictionRows() {}

  static void put(Connection connection, List<RememberedPrediction> predictions)
      throws SQLException {
    try (PreparedStatement put = connection.prepareStatement(PUT)) {
      for (RememberedPrediction each : predictions.stream().sorted(ORDER).toList()) {
        put.setString(1, each.id().request());
        put.setInt(2, each.id().index());
        put.setString(3, each.model().name());
        put.setLong(4, each.model().version());
        put.setLong(5, EventRows.micros(each.at()));
        put.setString(6, PredictionJson.predicted(each.predicted()));
        put.setString(7, PredictionJson.slices(each.slices()));
        put.addBatch();
      }
      put.executeBatch();
    }
  }

  /** The predictions of each of the ids, those of the latest versions last. */
  static Map<PredictionId, List<RememberedPrediction>> find(
      Connection connection, List<PredictionId> ids) throws SQLException {
    Map<PredictionId, List<RememberedPrediction>> found = new HashMap<>();
    try (PreparedStatement query =
        AskedPredictions.prepare(
            connection,
            "SELECT "
                + COLUMNS
                + " FROM asked a JOIN prediction p ON p.request = a.request AND p.place = a.place"
                + " ORDER BY p.model, p.version",
            ids)) {
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          RememberedPrediction each = read(row, 1);
          found.computeIfAbsent(each.id(), id -> new ArrayList<>()).add(each);
        }
      }
    }
    return found;
  }

  /** From {@link #COLUMNS}. */
  static RememberedPrediction read(ResultSet row, int column) throws SQLException {
    return new RememberedPrediction(
        new PredictionId(row.getString(column), row.getInt(column + 1)),
        new ModelId(row.getString(column + 2), row.getLong(column + 3)),
        instant(row.getLong(column + 4)),
        PredictionJson.predicted(row.getString(column + 5)),
        PredictionJson.slices(row.getString(column + 6)));
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
