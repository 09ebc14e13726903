package io.salver.monitor.profile;

/** The reference distribution of one input feature or prediction. Immutable. */
public sealed interface FeatureProfile permits NumericProfile, CategoryProfile {

  /** How many values it was made of, the missing ones among them. */
  long count();

  /** How many of them were missing. */
  long missing();

  /** How many of them were there. */
  default long present() {
    return count() - missing();
  }
}
