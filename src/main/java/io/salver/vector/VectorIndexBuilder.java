package io.salver.vector;

import java.nio.FloatBuffer;

/**
 * Makes an index: train or take over another one, add, then {@link #build}. Confined to one thread
 * at a time. Whoever opened it closes it; after {@link #build} the index owns what the builder
 * held, and closing the builder does nothing.
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
   * Begins with what another index of the same library and spec has learned, and with its vectors
   * of the kept ids; comes before any other call. A graph keeps the others as holes, which cost
   * memory and are never answered. {@code source} is only read, and may be searched meanwhile.
   *
   * @throws io.salver.fault.InvalidInput when {@code source} is of another spec
   */
  void addFrom(VectorIndex source, IdFilter kept);

  /**
   * The finished index, which the caller closes. The builder cannot be used afterwards, except to
   * close it.
   */
  VectorIndex build();

  @Override
  void close();
}
