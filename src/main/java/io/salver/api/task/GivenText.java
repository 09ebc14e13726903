package io.salver.api.task;

import java.util.Arrays;
import java.util.List;

/**
 * A text of a request: as it came, or its words with one space between them. Immutable.
 *
 * @param text what is read, and what places are counted in
 * @param words where each word begins in it, in UTF-16 units; empty where it came whole; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record GivenText(String text, int[] words) {

  private static final int[] NO_WORDS = {};

  static GivenText of(String text) {
    return new GivenText(text, NO_WORDS);
  }

  static GivenText of(List<String> words) {
    StringBuilder text = new StringBuilder();
    int[] starts = new int[words.size()];
    for (int index = 0; index < starts.length; index++) {
      if (index > 0) {
        text.append(' ');
      }
      starts[index] = text.length();
      text.append(words.get(index));
    }
    return new GivenText(text.toString(), starts);
  }

  /** Whether it came in words. */
  public boolean hasWords() {
    return words.length > 0;
  }

  /** The word, counted from 0, in which the character at {@code place} stands. */
  public int wordAt(int place) {
    int found = Arrays.binarySearch(words, place);
    return found >= 0 ? found : -found - 2;
  }
}
