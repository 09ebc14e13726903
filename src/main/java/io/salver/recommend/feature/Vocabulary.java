package io.salver.recommend.feature;

import io.salver.fault.BackendFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The words of a category and their codes: 1 + position; 0 is unknown or missing. Immutable. */
public final class Vocabulary {

  /** The code of a word that is unknown or missing. */
  public static final int UNKNOWN = 0;

  private final List<String> words;
  private final Map<String, Integer> codes;

  /**
   * A vocabulary in this order.
   *
   * @throws BackendFailure when a word occurs twice
   */
  public Vocabulary(List<String> words) {
    this.words = List.copyOf(words);
    this.codes = HashMap.newHashMap(words.size());
    for (int i = 0; i < words.size(); i++) {
      if (codes.putIfAbsent(words.get(i), i + 1) != null) {
        throw new BackendFailure("value '" + words.get(i) + "' occurs twice");
      }
    }
  }

  public List<String> words() {
    return words;
  }

  /** The code of {@code word}, or {@link #UNKNOWN}. */
  public int code(String word) {
    return codes.getOrDefault(word, UNKNOWN);
  }

  /** How many codes there are, with {@link #UNKNOWN}. */
  public int cardinality() {
    return words.size() + 1;
  }

  /** The codes of a dictionary's words; entry 0, its missing value, is {@link #UNKNOWN}. */
  int[] codes(List<String> dictionary) {
    int[] mapped = new int[dictionary.size() + 1];
    for (int i = 0; i < dictionary.size(); i++) {
      mapped[i + 1] = code(dictionary.get(i));
    }
    return mapped;
  }
}
