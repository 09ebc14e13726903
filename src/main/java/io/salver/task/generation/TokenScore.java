package io.salver.task.generation;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A token and how probable the model held it to be there, before temperature, penalties and bias.
 *
 * @param id of the token
 * @param text what it adds to the text; the texts of all tokens in order are the whole. Empty where
 *     it is a part of a character that a later token completes
 * @param offset where that begins in the text of the choice, in UTF-16 units
 * @param logProbability natural logarithm; absent for the first token of a prompt, which nothing
 *     foretells
 * @param top the most probable tokens for its place, best first; empty where none were asked for
 */
public record TokenScore(
    int id, String text, int offset, OptionalDouble logProbability, List<Alternative> top) {

  /** Copies the list. */
  public TokenScore {
    top = List.copyOf(top);
  }

  /** The end of its text in the text of the choice. */
  public int end() {
    return offset + text.length();
  }

  /**
   * A token that could have stood there.
   *
   * @param text what it spells alone
   * @param logProbability natural logarithm
   */
  public record Alternative(int id, String text, double logProbability) {}
}
