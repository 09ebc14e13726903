package io.salver.recommend.feature;

/** Whose raw value a feature encodes. */
public enum Owner {
  USER,
  ITEM,
  CONTEXT
}
