package io.salver.vector;

/** How near two vectors are. Scores are always "higher is nearer". */
public enum Metric {
  /** The score is the inner product; on unit vectors that is the cosine. */
  INNER_PRODUCT,
  /** The score is the negated squared Euclidean distance. */
  EUCLIDEAN
}
