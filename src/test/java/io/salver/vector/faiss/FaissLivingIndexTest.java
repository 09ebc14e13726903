package io.salver.vector.faiss;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.model.NativeHandles;
import io.salver.vector.IndexKind;
import io.salver.vector.VectorIndexes;
import io.salver.vector.living.LivingIndexContract;
import org.junit.jupiter.api.Nested;

/** Living indexes over the kinds of FAISS index that the service uses. */
final class FaissLivingIndexTest {

  @Nested
  final class BySize extends Kind {
    BySize() {
      super(IndexKind.AUTO, true);
    }
  }

  @Nested
  final class InvertedFile extends Kind {
    InvertedFile() {
      super("IVF12,Flat", false);
    }
  }

  @Nested
  final class CompressedInvertedFile extends Kind {
    CompressedInvertedFile() {
      super("IVF12,SQ8", false);
    }
  }

  @Nested
  final class Compressed extends Kind {
    Compressed() {
      super("SQ8", false);
    }
  }

  @Nested
  final class Graph extends Kind {
    Graph() {
      super("HNSW8", false);
    }
  }

  private abstract static class Kind extends LivingIndexContract {

    private final NativeHandles handles = new NativeHandles();
    private final String kind;
    private final boolean exact;

    Kind(String kind, boolean exact) {
      this.kind = kind;
      this.exact = exact;
    }

    @Override
    protected final VectorIndexes indexes() {
      return new FaissIndexes(1, handles);
    }

    @Override
    protected final String kind() {
      return kind;
    }

    @Override
    protected final boolean isExact() {
      return exact;
    }

    @Override
    protected final void assertNothingOpen() {
      assertThat(handles.open(NativeHandles.Kind.INDEX)).isZero();
    }
  }
}
