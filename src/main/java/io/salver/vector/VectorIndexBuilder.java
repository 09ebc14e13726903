package io.salver.vector;

import java.nio.FloatBuffer;

/**
 * Makes an index: train, add, perhaps remove, then {@link #build}. Confined to one thread at a
 * time. Whoever opened it closes it; after {@link #build} the index owns what the builder held, and
 * closing the builder does nothing.
 */
public interface VectorIndexBuilder extends AutoCloseable {

  /**
   * Learns from a sample, {@code [n, dimension]} row-major; does nothing for kinds that need no
   * training.
   */
  void train(FloatBuffer sample);

  /**
   * Adds vectors, {@code [ids.length, dimension]} row-major.
   *
   * @throws io.salver.fault.InvalidInput when the sizes disagree, an id is negative or the index is
   *     not trained
   */
  void add(long[] ids, FloatBuffer vectors);

  /**
   * Removes the vectors of these ids and tells how many there were.
   *
   * @throws io.salver.fault.Unsupported when the kind cannot remove (HNSW)
   */
  long remove(long[] ids);

  /**
   * The finished index, which the caller closes. The builder cannot be used afterwards, except to
   * close it.
   */
  VectorIndex build();

  @Override
  void close();
}
