package io.salver.recommend.pipeline;

import io.salver.fault.NotFound;
import io.salver.recommend.rerank.ItemVectors;
import io.salver.vector.VectorIndex;
import java.util.Optional;

/** The embeddings in an index, whose ids are rows of the catalogue. */
record BundleVectors(VectorIndex index) implements ItemVectors {

  @Override
  public Optional<float[]> vector(int row) {
    try {
      return Optional.of(index.reconstruct(row));
    } catch (NotFound none) {
      return Optional.empty();
    }
  }
}
