package io.salver.vector.pgvector;

import io.salver.fault.NotFound;
import io.salver.model.UseCount;
import io.salver.vector.IdFilter;
import io.salver.vector.IndexSpec;
import io.salver.vector.Neighbors;
import io.salver.vector.SearchRequest;
import io.salver.vector.VectorIndex;
import java.nio.FloatBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table in service. A search holds one connection and sends its queries one after the other. The
 * table is dropped when the index is closed and the last search has left, unless a file refers to
 * it by then.
 *
 * <p>A filter never starves the answer: where few are allowed they are looked up one by one, and
 * where the index comes back short of what is allowed all are scanned.
 */
final class PgvectorIndex implements VectorIndex {

  /** Up to this many allowed vectors are looked up instead of the index. */
  private static final int LOOKED_UP = 2_000;

  private static final int DEFAULT_CANDIDATES = 128;
  private static final int DEFAULT_LISTS_PROBED = 16;

  /** The most candidates that pgvector keeps; beyond, it goes on where it stopped. */
  private static final int MAX_CANDIDATES = 1_000;

  private static final int MAX_LISTS_PROBED = 32_768;

  private final PgvectorDatabase database;
  private final IndexSpec spec;
  private final PgvectorKind kind;
  private final String table;
  private final long size;
  private final PgvectorSearch search;
  private final UseCount uses = new UseCount();
  private volatile boolean kept;

  PgvectorIndex(
      PgvectorDatabase database, IndexSpec spec, PgvectorKind kind, String table, long size) {
    this.database = database;
    this.spec = spec;
    this.kind = kind;
    this.table = table;
    this.size = size;
    this.search = new PgvectorSearch(spec, table);
  }

  @Override
  public IndexSpec spec() {
    return spec;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public List<Neighbors> search(FloatBuffer queries, SearchRequest request) {
    enter();
    try {
      int count = spec.countOf(queries);
      return database.run("search", connection -> search(connection, queries, count, request));
    } finally {
      leave();
    }
  }

  private List<Neighbors> search(
      Connection connection, FloatBuffer queries, int count, SearchRequest request)
      throws SQLException {
    int k = (int) Math.min(request.k(), size);
    IdFilter filter = request.filter().orElse(null);
    int allowed = filter == null ? Integer.MAX_VALUE : filter.count();
    long[] listed = filter != null && allowed <= LOOKED_UP ? ids(filter, allowed) : new long[0];
    List<Neighbors> results = new ArrayList<>(count);
    if (k > 0 && allowed > LOOKED_UP) {
      setEffort(connection, request.effort(), k);
    }
    float[] query = new float[spec.dimension()];
    for (int i = 0; i < count; i++) {
      queries.get(queries.position() + i * query.length, query);
      if (k == 0 || allowed == 0) {
        results.add(new Neighbors(new long[0], new float[0]));
      } else if (filter == null) {
        results.add(search.nearest(connection, query, k));
      } else if (allowed <= LOOKED_UP) {
        results.add(search.lookedUp(connection, query, k, listed));
      } else {
        results.add(filtered(connection, query, k, filter));
      }
    }
    return results;
  }

  private Neighbors filtered(Connection connection, float[] query, int k, IdFilter filter)
      throws SQLException {
    Neighbors found = search.nearest(connection, query, k, filter);
    return found.count() == k || kind.method() == PgvectorKind.Method.EXACT
        ? found
        : search.scanned(connection, query, k, filter);
  }

  private static long[] ids(IdFilter filter, int count) {
    long[] ids = new long[count];
    int next = 0;
    long[] words = filter.words();
    for (int word = 0; word < words.length; word++) {
      for (long left = words[word]; left != 0; left &= left - 1) {
        ids[next++] = ((long) word << 6) + Long.numberOfTrailingZeros(left);
      }
    }
    return ids;
  }

  /** For the rest of the transaction. */
  private void setEffort(Connection connection, int effort, int k) throws SQLException {
    switch (kind.method()) {
      case EXACT -> {}
      case HNSW -> {
        int candidates = Math.max(k, effort == 0 ? DEFAULT_CANDIDATES : effort);
        set(connection, "hnsw", "ef_search", Math.min(candidates, MAX_CANDIDATES));
      }
      case IVFFLAT -> {
        int lists = effort == 0 ? DEFAULT_LISTS_PROBED : effort;
        set(connection, "ivfflat", "probes", Math.min(lists, MAX_LISTS_PROBED));
      }
    }
  }

  private static void set(Connection connection, String method, String setting, int value)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT set_config(?, ?, true), set_config(?, 'relaxed_order', true)")) {
      statement.setString(1, method + "." + setting);
      statement.setString(2, Integer.toString(value));
      statement.setString(3, method + ".iterative_scan");
      statement.executeQuery().close();
    }
  }

  @Override
  public float[] reconstruct(long id) {
    enter();
    try {
      return database
          .run("read a vector", connection -> vector(connection, id))
          .orElseThrow(() -> new NotFound("the index holds no vector with id " + id));
    } finally {
      leave();
    }
  }

  private Optional<float[]> vector(Connection connection, long id) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT vector::float4[] FROM " + table + " WHERE id = ?")) {
      query.setLong(1, id);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        Float[] boxed = (Float[]) row.getArray(1).getArray();
        float[] vector = new float[boxed.length];
        for (int i = 0; i < boxed.length; i++) {
          vector[i] = boxed[i];
        }
        return Optional.of(vector);
      }
    }
  }

  /** Adds the vectors of the kept ids to another table, within the transaction of that one. */
  void copy(Connection connection, String to, IdFilter kept) throws SQLException {
    enter();
    try {
      PgvectorSearch.copy(connection, table, to, kept);
    } finally {
      leave();
    }
  }

  /** The table, which outlives this index from now on: a file refers to it. */
  String keep() {
    enter();
    try {
      kept = true;
      return table;
    } finally {
      leave();
    }
  }

  @Override
  public void close() {
    if (uses.close()) {
      free();
    }
  }

  private void enter() {
    if (!uses.enter()) {
      throw new IllegalStateException("the index is closed");
    }
  }

  private void leave() {
    if (uses.leave()) {
      free();
    }
  }

  private void free() {
    if (!kept) {
      drop(database, table);
    }
  }

  /** Drops a table, if it is there. */
  static void drop(PgvectorDatabase database, String table) {
    database.run(
        "drop the table " + table,
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute("DROP TABLE IF EXISTS " + table);
          }
        });
  }
}
