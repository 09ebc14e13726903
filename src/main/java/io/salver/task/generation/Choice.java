package io.salver.task.generation;

import java.util.List;

/**
 * One text of an answer.
 *
 * @param index the place of its prompt times the choices of a prompt, plus its place among those
 * @param text without the stop sequence that ended it; empty where a listener heard it
 * @param tokens of the text; empty where no log-probabilities were asked for or a listener heard
 *     them
 */
public record Choice(int index, String text, List<TokenScore> tokens, FinishReason finish) {

  /** Copies the list. */
  public Choice {
    tokens = List.copyOf(tokens);
  }
}
