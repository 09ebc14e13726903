package io.salver.vector;

import io.salver.model.NativeHandles;
import io.salver.testkit.PostgresServer;
import io.salver.vector.faiss.FaissIndexes;
import io.salver.vector.pgvector.PgvectorIndexes;
import io.salver.vector.pgvector.PgvectorSettings;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The same vectors and queries in every engine, searched turn by turn, so that whatever else the
 * machine does falls on all. Run by {@code src/jmh/measure.sh engines [vectors]}.
 */
final class VectorEngines {

  private static final int DIMENSION = 64;
  private static final int K = 100;
  private static final int QUERIES = 50;
  private static final int ROUNDS = 20;
  private static final int WARM_UP_ROUNDS = 3;
  private static final int VECTORS_PER_CLUSTER = 200;
  private static final String IN_TEN = " 1 in 10";

  private VectorEngines() {}

  /** An index under measurement, and the times of its searches. */
  private static final class Entrant {
    final String name;
    final VectorIndex index;
    final SearchRequest request;
    final double buildSeconds;
    final double bytes;
    final List<Long> nanos = new ArrayList<>();
    double recall;

    Entrant(String name, VectorIndex index, SearchRequest request, double seconds, double bytes) {
      this.name = name;
      this.index = index;
      this.request = request;
      this.buildSeconds = seconds;
      this.bytes = bytes;
    }
  }

  /** Arguments: the number of vectors. */
  public static void main(String[] arguments) throws IOException, SQLException {
    int size = Integer.parseInt(arguments[0]);
    ClusteredVectors source =
        new ClusteredVectors(11, DIMENSION, Math.max(1, size / VECTORS_PER_CLUSTER), 0.6);
    FloatBuffer vectors = source.next(size);
    FloatBuffer queries = source.next(QUERIES);
    String cells = "IVF" + Math.round(4 * Math.sqrt(size));
    String url = PostgresServer.newDatabaseWithPgvector();
    try (PgvectorIndexes pgvector =
        new PgvectorIndexes(
            new PgvectorSettings(url, Optional.of(PostgresServer.USER), Optional.empty(), 4),
            new ExactIndexes())) {
      FaissIndexes faiss = new FaissIndexes(1, new NativeHandles());
      List<Entrant> all = new ArrayList<>();
      all.add(inProcess(new ExactIndexes(), "Flat", "exact, Java", vectors));
      for (String kind : List.of("Flat", cells + ",Flat", cells + ",SQ8", "HNSW32")) {
        all.add(inProcess(faiss, kind, "FAISS " + kind, vectors));
      }
      for (String kind : List.of("exact", "ivfflat" + size / 1_000, "hnsw16")) {
        all.add(inDatabase(pgvector, "pgvector:" + kind, url, vectors));
      }
      all.addAll(filtered(all, size));
      run(all, queries);
      all.forEach(VectorEngines::print);
      all.forEach(entrant -> entrant.index.close());
    }
  }

  private static Entrant inProcess(
      VectorIndexes library, String description, String name, FloatBuffer vectors)
      throws IOException {
    long start = System.nanoTime();
    VectorIndex index = build(library, description, vectors);
    double seconds = (System.nanoTime() - start) / 1e9;
    Path file = Files.createTempFile("salver-index", "");
    library.write(index, file);
    double bytes = (double) Files.size(file) / index.size();
    Files.delete(file);
    return new Entrant(name, index, SearchRequest.nearest(K), seconds, bytes);
  }

  private static Entrant inDatabase(
      PgvectorIndexes library, String description, String url, FloatBuffer vectors)
      throws SQLException {
    long before = bytes(url);
    long start = System.nanoTime();
    VectorIndex index = build(library, description, vectors);
    double seconds = (System.nanoTime() - start) / 1e9;
    double bytes = (double) (bytes(url) - before) / index.size();
    return new Entrant(description, index, SearchRequest.nearest(K), seconds, bytes);
  }

  /** Tables and indexes on the server's disk. */
  private static long bytes(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, PostgresServer.USER, "");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT COALESCE(SUM(pg_total_relation_size(oid)), 0) FROM pg_class"
                    + " WHERE relkind = 'r' AND relname LIKE 'salver_vectors_%'")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static VectorIndex build(VectorIndexes library, String description, FloatBuffer vectors) {
    IndexSpec spec = new IndexSpec(DIMENSION, Metric.INNER_PRODUCT, description);
    try (VectorIndexBuilder builder = library.builder(spec)) {
      builder.train(vectors);
      builder.add(LongStream.range(0, vectors.remaining() / DIMENSION).toArray(), vectors);
      return builder.build();
    }
  }

  /** The same indexes, where one vector in ten is allowed. */
  private static List<Entrant> filtered(List<Entrant> all, int size) {
    IdFilter filter = IdFilter.none(size);
    for (int id = 0; id < size; id += 10) {
      filter.allow(id);
    }
    SearchRequest request = new SearchRequest(K, 0, Optional.of(filter));
    return all.stream()
        .map(entrant -> new Entrant(entrant.name + IN_TEN, entrant.index, request, 0, 0))
        .toList();
  }

  private static void run(List<Entrant> all, FloatBuffer queries) {
    for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      for (Entrant entrant : all) {
        for (int i = 0; i < QUERIES; i++) {
          FloatBuffer query = queries.slice(i * DIMENSION, DIMENSION);
          long start = System.nanoTime();
          entrant.index.search(query, entrant.request);
          if (round >= 0) {
            entrant.nanos.add(System.nanoTime() - start);
          }
        }
      }
    }
    for (Entrant entrant : all) {
      List<Neighbors> truth = all.getFirst().index.search(queries, entrant.request);
      entrant.recall = Recall.of(entrant.index.search(queries, entrant.request), truth);
    }
  }

  private static void print(Entrant entrant) {
    long[] sorted = entrant.nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        "| %s | %.3f | %.3f | %.3f | %.0f | %.1f |%n",
        entrant.name,
        entrant.recall,
        sorted[sorted.length / 2] / 1e6,
        sorted[sorted.length * 99 / 100] / 1e6,
        entrant.bytes,
        entrant.buildSeconds);
  }
}
