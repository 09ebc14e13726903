package io.salver.table;

/** What stands for a category that is not in the list. */
public enum Unknown {
  /** The index after the last one; where the graph takes strings, the string itself. */
  INDEX,
  /** Nothing: the row cannot be read. */
  ERROR
}
