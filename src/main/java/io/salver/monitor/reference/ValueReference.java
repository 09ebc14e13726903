package io.salver.monitor.reference;

import io.salver.monitor.FeatureValue;
import io.salver.monitor.profile.FeatureProfile;
import java.util.Optional;

/** Gathers the values of one feature. Not thread-safe. */
sealed interface ValueReference permits NumberReference, CategoryReference {

  /** Takes a value, which counts as missing where the feature's values are of another type. */
  void add(FeatureValue value);

  /** How many values were of another type. */
  long wrong();

  /** What was gathered; nothing if all values were missing. */
  Optional<FeatureProfile> profile();

  /**
   * For a feature whose first value is this, a number or a category.
   *
   * @param missing how many were missing before it
   * @param wrong how many were of another type before it
   */
  static ValueReference of(FeatureValue first, long missing, long wrong, References references) {
    ValueReference reference =
        first instanceof FeatureValue.Category
            ? new CategoryReference(references)
            : new NumberReference(references);
    for (long i = 0; i < missing; i++) {
      reference.add(FeatureValue.MISSING);
    }
    for (long i = 0; i < wrong; i++) {
      reference.add(new FeatureValue.Wrong());
    }
    reference.add(first);
    return reference;
  }
}
