package io.salver.monitor.drift;

/** How p-values are corrected when many features are tested at once. */
public enum Correction {
  /** Not at all: each feature errs at the level by itself. */
  NONE,
  /**
   * Holm (1979): the chance that any feature of a window is called different for nothing is at most
   * the level, however the features depend on one another.
   */
  HOLM,
  /**
   * Benjamini and Hochberg (1995): of the features that are called different, at most this share is
   * so for nothing, if they are independent or positively dependent. Finds more than Holm when many
   * features have moved.
   */
  BENJAMINI_HOCHBERG
}
