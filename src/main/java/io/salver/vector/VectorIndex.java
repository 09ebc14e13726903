package io.salver.vector;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * Vectors that can be searched and never change. Thread-safe: any number of threads search at once.
 * {@link #close} may race with searches: those under way finish first, later ones fail with {@link
 * IllegalStateException}. Closed by its owner; closing twice does nothing.
 */
public interface VectorIndex extends AutoCloseable {

  IndexSpec spec();

  /** How many vectors it holds. */
  long size();

  /**
   * Searches on the calling thread.
   *
   * @param queries {@code [n, dimension]} row-major, from position to limit, which stay where they
   *     are
   * @return one result per query, in order
   * @throws io.salver.fault.InvalidInput when the queries are not a multiple of the dimension
   * @throws io.salver.fault.BackendFailure when the library below fails
   */
  List<Neighbors> search(FloatBuffer queries, SearchRequest request);

  /**
   * The vector stored under {@code id}, exactly or, in a compressed index, approximately; {@code
   * [dimension]}.
   *
   * @throws io.salver.fault.NotFound when there is none
   */
  float[] reconstruct(long id);

  @Override
  void close();
}
