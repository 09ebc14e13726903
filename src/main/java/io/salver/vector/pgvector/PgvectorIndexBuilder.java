package io.salver.vector.pgvector;

import io.salver.fault.InvalidInput;
import io.salver.vector.IdFilter;
import io.salver.vector.IndexSpec;
import io.salver.vector.VectorIndex;
import io.salver.vector.VectorIndexBuilder;
import java.nio.FloatBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Fills a table of its own within one transaction, which {@link #build} commits: until then nobody
 * sees it, and a process that dies leaves nothing.
 */
final class PgvectorIndexBuilder implements VectorIndexBuilder {

  private final PgvectorDatabase database;
  private final IndexSpec spec;
  private final PgvectorKind kind;
  private final String table;
  private final Connection connection;
  private boolean finished;

  /** Makes the table. */
  PgvectorIndexBuilder(PgvectorDatabase database, IndexSpec spec, PgvectorKind kind, String table) {
    this.database = database;
    this.spec = spec;
    this.kind = kind;
    this.table = table;
    this.connection = database.connect();
    try {
      execute(
          "CREATE TABLE %s (id BIGINT NOT NULL, vector vector(%d) NOT NULL)"
              .formatted(table, spec.dimension()));
    } catch (SQLException e) {
      close();
      throw database.failure("make the table " + table, e);
    }
  }

  @Override
  public void train(FloatBuffer sample) {
    requireUnfinished();
    spec.countOf(sample);
  }

  @Override
  public void add(long[] ids, FloatBuffer vectors) {
    requireUnfinished();
    spec.requireMatching(ids, vectors);
    try {
      VectorCopy.into(connection, table, ids, vectors, spec.dimension());
    } catch (SQLException e) {
      throw database.failure("add vectors", e);
    }
  }

  @Override
  public void addFrom(VectorIndex source, IdFilter kept) {
    requireUnfinished();
    if (!(source instanceof PgvectorIndex other)) {
      throw new IllegalArgumentException("not an index of this library: " + source.getClass());
    }
    spec.requireEqual(other.spec());
    try {
      other.copy(connection, table, kept);
    } catch (SQLException e) {
      throw database.failure("copy vectors", e);
    }
  }

  @Override
  public VectorIndex build() {
    requireUnfinished();
    try {
      requireUnique();
      execute("ALTER TABLE " + table + " ADD PRIMARY KEY (id)");
      long size = size();
      var index = kind.index(table, spec.metric(), size);
      if (index.isPresent()) {
        execute(index.get());
      }
      execute("ANALYZE " + table);
      connection.commit();
      return new PgvectorIndex(database, spec, kind, table, size);
    } catch (SQLException e) {
      throw database.failure("build the index", e);
    } finally {
      close();
    }
  }

  private void requireUnique() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT id FROM " + table + " GROUP BY id HAVING COUNT(*) > 1 LIMIT 1")) {
      if (row.next()) {
        throw new InvalidInput("id " + row.getLong(1) + " was added twice");
      }
    }
  }

  private long size() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
      row.next();
      return row.getLong(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Undoes whatever was not committed. */
  @Override
  public void close() {
    if (finished) {
      return;
    }
    finished = true;
    try (connection) {
      connection.rollback();
    } catch (SQLException e) {
      throw database.failure("leave the table " + table, e);
    }
  }

  private void requireUnfinished() {
    if (finished) {
      throw new IllegalStateException("the builder is finished");
    }
  }
}
