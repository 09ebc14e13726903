package io.salver.recommend.pipeline;

import io.salver.model.ModelId;
import io.salver.vector.VectorIndex;
import java.time.Duration;
import java.time.Instant;

/**
 * One embedding space: the towers that map into it and the index over the items' side. The three
 * are one unit, versioned and swapped together, because embeddings of different trainings cannot be
 * compared. Immutable; owns the index. Ids in the index are rows of the catalogue.
 *
 * @param version fingerprint of the embeddings in the index
 * @param buildTime how long the item tower and the index took
 */
public record EmbeddingBundle(
    ModelId userTower,
    ModelId itemTower,
    VectorIndex index,
    String version,
    Instant builtAt,
    Duration buildTime)
    implements AutoCloseable {

  @Override
  public void close() {
    index.close();
  }
}
