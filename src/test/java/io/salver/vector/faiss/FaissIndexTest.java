package io.salver.vector.faiss;

import io.salver.model.NativeHandles;
import io.salver.vector.VectorIndexContract;
import io.salver.vector.VectorIndexes;
import org.junit.jupiter.api.Nested;

/** The kinds of FAISS index that the service uses, one by one. */
final class FaissIndexTest {

  @Nested
  final class Flat extends Kind {
    Flat() {
      super("Flat", 1, false, 0);
    }
  }

  @Nested
  final class InvertedFile extends Kind {
    InvertedFile() {
      super("IVF64,Flat", 0.95, true, 0);
    }
  }

  @Nested
  final class Graph extends Kind {
    Graph() {
      super("HNSW32", 0.97, false, 0);
    }
  }

  @Nested
  final class Compressed extends Kind {
    Compressed() {
      super("SQ8", 0.9, true, 0.01f);
    }
  }

  @Nested
  final class CompressedInvertedFile extends Kind {
    CompressedInvertedFile() {
      super("IVF64,SQ8", 0.9, true, 0.01f);
    }
  }

  @Nested
  final class CompressedGraph extends Kind {
    CompressedGraph() {
      super("HNSW32,SQ8", 0.9, true, 0.01f);
    }
  }

  private abstract static class Kind extends VectorIndexContract {

    private final String description;
    private final double recallFloor;
    private final boolean needsTraining;
    private final float reconstructionError;

    Kind(String description, double recallFloor, boolean needsTraining, float reconstructionError) {
      this.description = description;
      this.recallFloor = recallFloor;
      this.needsTraining = needsTraining;
      this.reconstructionError = reconstructionError;
    }

    @Override
    protected final VectorIndexes indexes() {
      return new FaissIndexes(1, new NativeHandles());
    }

    @Override
    protected final String description() {
      return description;
    }

    @Override
    protected final double recallFloor() {
      return recallFloor;
    }

    @Override
    protected final boolean needsTraining() {
      return needsTraining;
    }

    @Override
    protected final float reconstructionError() {
      return reconstructionError;
    }
  }
}
