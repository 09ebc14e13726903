package io.salver.task.speech;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Finds what two texts of overlapping windows both say. */
final class Overlaps {

  private static final int MOST_WORDS = 16;

  private Overlaps() {}

  /**
   * What {@code next} says beyond the words with which {@code before} ends, whatever their case and
   * punctuation.
   */
  static String without(String before, String next) {
    List<String> last = words(before);
    List<String> first = words(next);
    int most = Math.min(MOST_WORDS, Math.min(last.size(), first.size()));
    for (int count = most; count > 0; count--) {
      if (plain(last.subList(last.size() - count, last.size()))
          .equals(plain(first.subList(0, count)))) {
        return String.join(" ", first.subList(count, first.size()));
      }
    }
    return next;
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : Arrays.asList(text.strip().split("\\s+"));
  }

  private static List<String> plain(List<String> words) {
    return words.stream()
        .map(word -> word.toLowerCase(Locale.ROOT).replaceAll("\\p{Punct}", ""))
        .toList();
  }
}
