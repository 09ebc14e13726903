package io.salver.vector;

import io.salver.fault.InvalidInput;
import java.nio.FloatBuffer;

/**
 * What an index is.
 *
 * @param dimension components of each vector, at least 1
 * @param metric how near two vectors are
 * @param description its kind in the terms of FAISS' index factory, for example {@code Flat},
 *     {@code IVF256,Flat}, {@code HNSW32}
 */
public record IndexSpec(int dimension, Metric metric, String description) {

  /** Checks the dimension. */
  public IndexSpec {
    if (dimension < 1) {
      throw new InvalidInput("an index needs a dimension of at least 1, got " + dimension);
    }
  }

  /**
   * How many vectors {@code vectors} holds from position to limit.
   *
   * @throws InvalidInput when that is not a multiple of the dimension, or a component is not finite
   */
  public int countOf(FloatBuffer vectors) {
    int components = vectors.remaining();
    if (components % dimension != 0) {
      throw new InvalidInput(
          "vectors of dimension " + dimension + " cannot come from " + components + " components");
    }
    int start = vectors.position();
    for (int i = 0; i < components; i++) {
      if (!(Math.abs(vectors.get(start + i)) <= Float.MAX_VALUE)) {
        throw new InvalidInput(
            "component " + i % dimension + " of vector " + i / dimension + " is not finite");
      }
    }
    return components / dimension;
  }

  /**
   * Checks a batch to add, {@code [ids.length, dimension]}.
   *
   * @throws InvalidInput when the sizes disagree, an id is negative or a component is not finite
   */
  public void requireMatching(long[] ids, FloatBuffer vectors) {
    int count = countOf(vectors);
    if (count != ids.length) {
      throw new InvalidInput("there are " + ids.length + " ids for " + count + " vectors");
    }
    for (long id : ids) {
      if (id < 0) {
        throw new InvalidInput("ids must not be negative, got " + id);
      }
    }
  }

  /**
   * Checks that an index is of this spec.
   *
   * @throws InvalidInput when it is not
   */
  public void requireEqual(IndexSpec other) {
    if (!equals(other)) {
      throw new InvalidInput("expected an index of " + this + ", got one of " + other);
    }
  }
}
