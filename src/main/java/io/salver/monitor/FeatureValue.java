package io.salver.monitor;

/** One value as it came. */
public sealed interface FeatureValue {

  /** It was not there. */
  FeatureValue MISSING = new Missing();

  /** A number; NaN is a missing one. */
  record Numeric(double value) implements FeatureValue {}

  /** A word of a closed set, or any other text that is counted as a whole. */
  record Category(String value) implements FeatureValue {}

  /** Nothing. */
  record Missing() implements FeatureValue {}

  /** Something that is neither number nor text. */
  record Wrong() implements FeatureValue {}
}
