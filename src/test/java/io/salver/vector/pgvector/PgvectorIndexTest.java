package io.salver.vector.pgvector;

import io.salver.testkit.PostgresServer;
import io.salver.vector.ExactIndexes;
import io.salver.vector.VectorIndexContract;
import io.salver.vector.VectorIndexes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** Every kind of index that pgvector makes. */
final class PgvectorIndexTest {

  private static @Nullable PgvectorIndexes indexes;

  static PgvectorSettings settings(String url) {
    return new PgvectorSettings(url, Optional.of(PostgresServer.USER), Optional.empty(), 8);
  }

  @BeforeAll
  static void open() {
    indexes =
        new PgvectorIndexes(settings(PostgresServer.newDatabaseWithPgvector()), new ExactIndexes());
  }

  @AfterAll
  static void close() {
    if (indexes != null) {
      indexes.close();
    }
  }

  abstract static class OfKind extends VectorIndexContract {

    @Override
    protected VectorIndexes indexes() {
      if (indexes == null) {
        throw new IllegalStateException("not open");
      }
      return indexes;
    }

    @Override
    protected boolean needsTraining() {
      return false;
    }

    @Override
    protected float reconstructionError() {
      return 0;
    }
  }

  @Nested
  final class Exact extends OfKind {

    @Override
    protected String description() {
      return "pgvector:exact";
    }

    @Override
    protected double recallFloor() {
      return 1;
    }
  }

  @Nested
  final class Graph extends OfKind {

    @Override
    protected String description() {
      return "pgvector:hnsw";
    }

    @Override
    protected double recallFloor() {
      return 0.95;
    }
  }

  @Nested
  final class Lists extends OfKind {

    @Override
    protected String description() {
      return "pgvector:ivfflat32";
    }

    @Override
    protected double recallFloor() {
      return 0.95;
    }
  }
}
