package io.salver.vector;

import java.nio.file.Path;

/** A library of indexes: the port that makes, writes and reads them. Thread-safe. */
public interface VectorIndexes {

  /**
   * Starts an index.
   *
   * @throws io.salver.fault.InvalidInput when the library does not know the description
   */
  VectorIndexBuilder builder(IndexSpec spec);

  /**
   * Writes {@code index}, which must come from this library, with a checksum, replacing {@code
   * file} atomically.
   */
  void write(VectorIndex index, Path file);

  /**
   * Reads what {@link #write} wrote.
   *
   * @return the index, which the caller closes
   * @throws io.salver.fault.BackendFailure when the file is missing, truncated or corrupt
   */
  VectorIndex read(Path file);

  /** Scores vectors as the indexes of this library do, to the last bit where they are exact. */
  default VectorScorer scorer(Metric metric) {
    return new ExactScorer(metric);
  }
}
