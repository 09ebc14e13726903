package io.salver.table;

/** What becomes of a number that is not in the feature's range. It is counted in any case. */
public enum OutOfRange {
  /** It stays as it is. */
  ACCEPT,
  /** The end of the range that is nearer takes its place. */
  CLIP,
  /** The row cannot be read. */
  ERROR
}
