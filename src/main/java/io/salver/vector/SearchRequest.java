package io.salver.vector;

import io.salver.fault.InvalidInput;
import java.util.Optional;

/**
 * How to search.
 *
 * @param k neighbours wanted per query, at least 1
 * @param effort how much of an approximate index to look at: cells probed (IVF) or candidates kept
 *     (HNSW); 0 for the index's own default; exact indexes ignore it
 * @param filter the ids that may be answered; absent: all
 */
public record SearchRequest(int k, int effort, Optional<IdFilter> filter) {

  /** Checks the ranges. */
  public SearchRequest {
    if (k < 1) {
      throw new InvalidInput("k must be at least 1, got " + k);
    }
    if (effort < 0) {
      throw new InvalidInput("search effort must not be negative, got " + effort);
    }
  }

  /** The {@code k} nearest of all, with the index's own effort. */
  public static SearchRequest nearest(int k) {
    return new SearchRequest(k, 0, Optional.empty());
  }
}
