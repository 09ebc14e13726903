package io.salver.recommend.rerank;

import java.util.Optional;

/** Where the embeddings of items come from. Thread-safe. */
@FunctionalInterface
public interface ItemVectors {

  /** No item has an embedding. */
  ItemVectors NONE = row -> Optional.empty();

  /** The embedding of the item in that row of the catalogue, to be read only; absent: none yet. */
  Optional<float[]> vector(int row);
}
