package io.salver.task.generation;

import java.util.List;
import java.util.Optional;

/**
 * Some of a choice: whole characters that no stop sequence can take back any more.
 *
 * @param choice its index in the answer
 * @param text which follows that of the piece before; may be empty
 * @param tokens those that end in {@code text}; empty where no log-probabilities were asked for
 * @param finish why the choice ends with this piece; absent: it goes on
 */
public record Piece(
    int choice, String text, List<TokenScore> tokens, Optional<FinishReason> finish) {

  /** Copies the list. */
  public Piece {
    tokens = List.copyOf(tokens);
  }
}
