package io.salver.store;

import io.salver.monitor.PredictionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;

/** Queries about many predictions at once: their ids are the rows of a table {@code asked}. */
final class AskedPredictions {

  /** Most ids of one query; both databases take more parameters than that needs. */
  static final int MOST = 500;

  private static final String ROW = "(CAST(? AS TEXT), CAST(? AS INTEGER))";

  private AskedPredictions() {}

  /**
   * A statement whose first parameters are the ids, at most {@link #MOST}; the caller closes it.
   */
  static PreparedStatement prepare(Connection connection, String query, List<PredictionId> ids)
      throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(
            "WITH asked (request, place) AS (VALUES "
                + String.join(", ", Collections.nCopies(ids.size(), ROW))
                + ") "
                + query);
    int parameter = 1;
    for (PredictionId id : ids) {
      statement.setString(parameter++, id.request());
      statement.setInt(parameter++, id.index());
    }
    return statement;
  }
}
