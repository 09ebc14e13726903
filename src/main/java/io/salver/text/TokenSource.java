package io.salver.text;

import java.util.List;

/** What is cut into tokens. */
public sealed interface TokenSource {

  /** One text. */
  record Text(String text) implements TokenSource {}

  /** Two texts that the model reads together, such as a question and where its answer stands. */
  record Pair(String first, String second) implements TokenSource {}

  /**
   * A text that is in words already: word indices and characters are those of the words.
   *
   * @param words which are cut further, but never joined
   */
  record Words(List<String> words) implements TokenSource {
    /** Copies the list. */
    public Words {
      words = List.copyOf(words);
    }
  }
}
