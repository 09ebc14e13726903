package io.salver.table;

import java.util.Locale;

/** What a feature's values are. */
public enum FeatureType {
  /** A number, whole or not. */
  NUMBER,
  /** A whole number of 64 bits. */
  INTEGER,
  BOOLEAN,
  /** One of a list of names. */
  CATEGORY,
  /** A day, or a moment with its offset from UTC, as ISO 8601 writes them. */
  DATE,
  /** Words, for a tokeniser. */
  TEXT,
  /** An encoded picture. */
  IMAGE;

  /** As it is written. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
