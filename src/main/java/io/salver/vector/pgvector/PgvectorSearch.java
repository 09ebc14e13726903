package io.salver.vector.pgvector;

import io.salver.vector.IdFilter;
import io.salver.vector.IndexSpec;
import io.salver.vector.Metric;
import io.salver.vector.Neighbors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * The queries of one table. A scan is exact; the other way takes the index where there is one. Of
 * the allowed ids, few travel as a list, many as one bit each. Immutable.
 */
final class PgvectorSearch {

  private static final String ALLOWED = " WHERE CASE WHEN id < ? THEN get_bit(?, id) = 1 END";
  private static final String LISTED = " WHERE id = ANY (?)";

  private final Metric metric;
  private final String nearest;
  private final String all;

  PgvectorSearch(IndexSpec spec, String table) {
    this.metric = spec.metric();
    String distance =
        "vector " + (metric == Metric.INNER_PRODUCT ? "<#>" : "<->") + " ?::float4[]::vector";
    // An index is taken only where the order is by the distance itself.
    this.nearest = query(distance, distance, table);
    this.all = query(distance, "(" + distance + ") + 0", table);
  }

  private static String query(String distance, String order, String table) {
    return "SELECT id, distance FROM (SELECT id, "
        + distance
        + " AS distance FROM "
        + table
        + "%s ORDER BY "
        + order
        + " LIMIT ?) AS found ORDER BY distance, id";
  }

  /** With the index, among all. */
  Neighbors nearest(Connection connection, float[] query, int k) throws SQLException {
    return run(connection, nearest.formatted(""), query, k, (statement, next) -> next);
  }

  /** With the index, among the allowed; perhaps fewer than there are. */
  Neighbors nearest(Connection connection, float[] query, int k, IdFilter filter)
      throws SQLException {
    return run(connection, nearest.formatted(ALLOWED), query, k, bits(filter));
  }

  /** Exactly, among the allowed, by looking at every vector. */
  Neighbors scanned(Connection connection, float[] query, int k, IdFilter filter)
      throws SQLException {
    return run(connection, all.formatted(ALLOWED), query, k, bits(filter));
  }

  /** Exactly, among the allowed, by looking each of them up. */
  Neighbors lookedUp(Connection connection, float[] query, int k, long[] ids) throws SQLException {
    return run(
        connection,
        all.formatted(LISTED),
        query,
        k,
        (statement, next) -> {
          statement.setObject(next, ids);
          return next + 1;
        });
  }

  /** Copies the allowed rows of one table into another. */
  static void copy(Connection connection, String from, String to, IdFilter filter)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO " + to + " (id, vector) SELECT id, vector FROM " + from + ALLOWED)) {
      bits(filter).to(insert, 1);
      insert.executeUpdate();
    }
  }

  private static Binding bits(IdFilter filter) {
    byte[] bytes = new byte[filter.words().length * Long.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(filter.words());
    return (statement, next) -> {
      statement.setInt(next, filter.limit());
      statement.setBytes(next + 1, bytes);
      return next + 2;
    };
  }

  private Neighbors run(Connection connection, String sql, float[] query, int k, Binding filter)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, query);
      int next = filter.to(statement, 2);
      statement.setObject(next, query);
      statement.setInt(next + 1, k);
      try (ResultSet row = statement.executeQuery()) {
        return neighbors(row, k);
      }
    }
  }

  private Neighbors neighbors(ResultSet row, int k) throws SQLException {
    long[] ids = new long[Math.min(k, 1_024)];
    float[] scores = new float[ids.length];
    int count = 0;
    while (row.next()) {
      if (count == ids.length) {
        ids = Arrays.copyOf(ids, 2 * count);
        scores = Arrays.copyOf(scores, 2 * count);
      }
      ids[count] = row.getLong(1);
      scores[count++] = score(row.getDouble(2));
    }
    return new Neighbors(Arrays.copyOf(ids, count), Arrays.copyOf(scores, count));
  }

  /** pgvector's distances are the negated inner product, and the root of the squared distance. */
  private float score(double distance) {
    return switch (metric) {
      case INNER_PRODUCT -> (float) -distance;
      case EUCLIDEAN -> (float) -(distance * distance);
    };
  }

  /** Sets the parameters of a filter from {@code next} on and tells the next one. */
  @FunctionalInterface
  private interface Binding {
    int to(PreparedStatement statement, int next) throws SQLException;
  }
}
