package io.salver.fault;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the known name that a mistyped one probably meant, by edit distance (Levenshtein, 1966).
 */
public final class Nearest {

  private Nearest() {}

  /**
   * The known name that is near enough to {@code name} to be meant: at most a third of the longer
   * one differs, or two characters. Ignores case; ties by name.
   */
  public static Optional<String> to(String name, Collection<String> known) {
    return known.isEmpty()
        ? Optional.empty()
        : Optional.of(among(name, known)).filter(nearest -> isNear(name, nearest));
  }

  /**
   * The name of {@code known}, which is not empty, with the fewest edits to {@code name}, near or
   * not.
   */
  public static String among(String name, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.comparingInt((String candidate) -> distance(name, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .orElseThrow();
  }

  /** What to append to a message about an unknown {@code name}: the nearest, or all known names. */
  public static String hint(String name, Collection<String> known) {
    return to(name, known)
        .map(nearest -> "; did you mean '" + nearest + "'?")
        .orElseGet(() -> "; known: " + known.stream().sorted().limit(50).toList());
  }

  private static boolean isNear(String name, String candidate) {
    int distance = distance(name, candidate);
    int longer = Math.max(name.length(), candidate.length());
    return distance <= Math.max(2, longer / 3) && distance < candidate.length();
  }

  static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
