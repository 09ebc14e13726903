package io.salver.monitor.profile;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The reference distribution of categories. Immutable.
 *
 * @param count values, the missing ones among them; more than the sum of {@code counts} where rare
 *     categories were left out
 * @param counts how often each category was seen, in the order of the profile
 */
public record CategoryProfile(long count, long missing, Map<String, Long> counts)
    implements FeatureProfile {

  /** Most categories of a profile. */
  public static final int MOST_CATEGORIES = 1_000;

  /** Checks what the comment says, and copies. */
  public CategoryProfile {
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    if (missing < 0 || missing >= count) {
      throw new IllegalArgumentException(
          "a profile needs at least one value, but %d of %d are missing".formatted(missing, count));
    }
    if (counts.isEmpty() || counts.size() > MOST_CATEGORIES) {
      throw new IllegalArgumentException(
          "counts must be of 1 to %d categories, not %d".formatted(MOST_CATEGORIES, counts.size()));
    }
    counts.forEach(
        (category, seen) -> {
          if (seen < 0) {
            throw new IllegalArgumentException(
                "category '%s' cannot have been seen %d times".formatted(category, seen));
          }
        });
    long listed = sum(counts);
    if (listed > count - missing) {
      throw new IllegalArgumentException(
          "counts sum up to %d, more than the %d values".formatted(listed, count - missing));
    }
  }

  /** How many values were of categories that {@code counts} leaves out. */
  public long unlisted() {
    return present() - sum(counts);
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
