package io.salver.recommend.pipeline;

import io.salver.recommend.rerank.ItemVectors;
import io.salver.vector.living.LivingIndex;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** The embeddings in an index, whose ids are rows of the catalogue. */
record BundleVectors(LivingIndex index) implements ItemVectors {

  private static final System.Logger LOG = System.getLogger(BundleVectors.class.getName());

  /** The embedding; where the index fails there is none, because answers go on without. */
  @Override
  @SuppressWarnings("CatchingUnchecked") // whatever it is, an answer goes on without
  public Optional<float[]> vector(int row) {
    try {
      return find(row);
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "An embedding cannot be read", e);
      return Optional.empty();
    }
  }

  /** The embedding; absent: none yet. Fails where the index does. */
  Optional<float[]> find(int row) {
    return index.vector(row);
  }
}
