package io.salver.vector;

import io.salver.fault.InvalidInput;

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
}
