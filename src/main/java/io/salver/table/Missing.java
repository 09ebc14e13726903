package io.salver.table;

/** What stands for a cell that is not there. */
public enum Missing {
  /** NaN, where the graph puts something in its place. */
  NAN,
  /** Of a category, the index after that of unknown ones, or the empty string. */
  INDEX,
  /** The feature's default. */
  DEFAULT,
  /** Nothing: the row cannot be read. */
  ERROR
}
