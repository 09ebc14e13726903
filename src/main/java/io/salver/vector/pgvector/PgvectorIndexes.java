package io.salver.vector.pgvector;

import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.vector.IndexFile;
import io.salver.vector.IndexSpec;
import io.salver.vector.Metric;
import io.salver.vector.VectorIndex;
import io.salver.vector.VectorIndexBuilder;
import io.salver.vector.VectorIndexes;
import io.salver.vector.VectorScorer;
import io.salver.vector.VerifiedIndexFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * Indexes in PostgreSQL by pgvector 0.8 or newer (Malkov, Yashunin: <i>Efficient and Robust
 * Approximate Nearest Neighbor Search Using Hierarchical Navigable Small World Graphs</i>, TPAMI
 * 2020, and inverted lists), described by {@code pgvector:exact}, {@code pgvector:hnsw[links]} or
 * {@code pgvector:ivfflat[lists]}. Without an effort in the request, a graph keeps 128 candidates
 * and 16 lists are probed. Each index is a table {@code salver_vectors_…}. The file of an index
 * refers to its table and keeps it; a file that replaces another drops the other's table.
 *
 * <p>Everything that is described otherwise, and the scoring of vectors outside an index, is left
 * to a library in the process.
 *
 * <p>Thread-safe. Closed by its owner after all indexes. A process that is killed leaves the tables
 * of its open indexes that no file refers to.
 */
public final class PgvectorIndexes implements VectorIndexes, AutoCloseable {

  private static final String LIBRARY = "pgvector";
  private static final IndexFile FILE = new IndexFile(LIBRARY);
  private static final String TABLE_PREFIX = "salver_vectors_";
  private static final Pattern TABLE = Pattern.compile(TABLE_PREFIX + "[0-9a-f]{32}");

  private final PgvectorDatabase database;
  private final VectorIndexes inProcess;
  private final AtomicBoolean prepared = new AtomicBoolean();

  /** Opens nothing yet. {@code inProcess} makes whatever pgvector does not. */
  public PgvectorIndexes(PgvectorSettings settings, VectorIndexes inProcess) {
    this.database = new PgvectorDatabase(settings);
    this.inProcess = inProcess;
  }

  @Override
  public VectorIndexBuilder builder(IndexSpec spec) {
    if (!spec.description().startsWith(PgvectorKind.PREFIX)) {
      return inProcess.builder(spec);
    }
    PgvectorKind kind = PgvectorKind.of(spec);
    prepare();
    String table = TABLE_PREFIX + UUID.randomUUID().toString().replace("-", "");
    return new PgvectorIndexBuilder(database, spec, kind, table);
  }

  private void prepare() {
    if (!prepared.get()) {
      database.run("make the extension vector", PgvectorIndexes::makeExtension);
      prepared.set(true);
    }
  }

  private static boolean makeExtension(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute("CREATE EXTENSION IF NOT EXISTS vector");
    }
  }

  @Override
  public void write(VectorIndex index, Path file) {
    if (!(index instanceof PgvectorIndex table)) {
      inProcess.write(index, file);
      return;
    }
    byte[] name = table.keep().getBytes(StandardCharsets.US_ASCII);
    Optional<String> replaced = Files.exists(file) ? tableOf(file) : Optional.empty();
    FILE.write(file, index.spec(), draft -> Files.write(draft, name, StandardOpenOption.APPEND));
    replaced
        .filter(other -> !other.equals(table.keep()))
        .ifPresent(other -> PgvectorIndex.drop(database, other));
  }

  /** The table that a file refers to; absent where it is damaged or another library's. */
  private static Optional<String> tableOf(Path file) {
    try {
      return Optional.of(table(FILE.verify(file)));
    } catch (BackendFailure e) {
      return Optional.empty();
    }
  }

  private static String table(VerifiedIndexFile file) {
    try {
      byte[] bytes = Files.readAllBytes(file.path());
      int offset = (int) file.payloadOffset();
      String table = new String(bytes, offset, bytes.length - offset, StandardCharsets.US_ASCII);
      if (!TABLE.matcher(table).matches()) {
        throw new BackendFailure("index file " + file.path() + " refers to no table");
      }
      return table;
    } catch (IOException e) {
      throw new BackendFailure("cannot read the index file " + file.path(), e);
    }
  }

  @Override
  public VectorIndex read(Path file) {
    if (!IndexFile.libraryOf(file).equals(LIBRARY)) {
      return inProcess.read(file);
    }
    VerifiedIndexFile verified = FILE.verify(file);
    String table = table(verified);
    PgvectorKind kind;
    try {
      kind = PgvectorKind.of(verified.spec());
    } catch (InvalidInput e) {
      throw new BackendFailure("index file " + file + ": " + e.explanation(), e);
    }
    long size = database.run("count the vectors of " + file, on -> size(on, table, file));
    PgvectorIndex index = new PgvectorIndex(database, verified.spec(), kind, table, size);
    String kept = index.keep();
    assert kept.equals(table);
    return index;
  }

  @Override
  public VectorScorer scorer(Metric metric) {
    return inProcess.scorer(metric);
  }

  private static long size(Connection connection, String table, Path file) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet exists = statement.executeQuery("SELECT to_regclass('" + table + "')")) {
      if (!exists.next() || exists.getString(1) == null) {
        throw new BackendFailure("the table " + table + " of the index file " + file + " is gone");
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
