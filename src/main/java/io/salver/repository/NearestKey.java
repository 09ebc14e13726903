package io.salver.repository;

import java.util.Collection;
import java.util.Comparator;

/** Finds what somebody probably meant to write. */
final class NearestKey {

  private NearestKey() {}

  /** The key of {@code known}, which is not empty, with the fewest edits to {@code written}. */
  static String to(String written, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.<String>comparingInt(key -> distance(written, key))
                .thenComparing(Comparator.naturalOrder()))
        .orElseThrow();
  }

  /**
   * Insertions, deletions and replacements of one character between two words (Levenshtein 1965),
   * by the row-wise dynamic programme of Wagner and Fischer (1974).
   */
  static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
