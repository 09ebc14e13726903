package io.salver.task.generation;

import io.salver.text.generation.GrowingText;
import io.salver.text.generation.StopSequences;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The text of one choice while it is written, and which of it can be shown: whole characters before
 * the first stop sequence. Not thread-safe.
 */
final class ChoiceText {

  private final GrowingText growing;
  private final StopSequences.Scan scan;
  private final boolean keepsScores;
  private final Deque<TokenScore> waiting = new ArrayDeque<>();
  private final StringBuilder shown = new StringBuilder();
  private int known;
  private int shownTo;

  /**
   * A text that begins at {@code offset} of its choice.
   *
   * @param keepsScores whether log-probabilities of its tokens are wanted
   */
  ChoiceText(GrowingText growing, StopSequences stop, int offset, boolean keepsScores) {
    this.growing = growing;
    this.scan = stop.scan();
    this.keepsScores = keepsScores;
    this.known = offset;
    this.shownTo = offset;
  }

  /** Takes the next token. */
  void add(int id, Scored scored) {
    String piece = growing.add(id);
    if (keepsScores) {
      waiting.add(new TokenScore(id, piece, known, scored.logProbability(), scored.top()));
    }
    known(piece);
  }

  /** Whether a stop sequence came: nothing more belongs to it. */
  boolean isStopped() {
    return scan.isStopped();
  }

  /** Nothing follows. */
  void finish() {
    if (!isStopped()) {
      String rest = growing.finish();
      TokenScore last = waiting.pollLast();
      if (last != null) {
        waiting.add(
            new TokenScore(
                last.id(), last.text() + rest, last.offset(), last.logProbability(), last.top()));
      }
      known(rest);
      show(scan.isStopped() ? "" : scan.finish());
    }
  }

  /**
   * What can be shown and was not yet.
   *
   * @param finish why it ends with that; it was {@link #finish finished} before
   */
  Piece take(int choice, Optional<FinishReason> finish) {
    String text = shown.toString();
    shown.setLength(0);
    return new Piece(choice, text, finish.isPresent() ? rest() : shownTokens(), finish);
  }

  private void known(String piece) {
    known += piece.length();
    show(scan.add(piece));
  }

  private void show(String piece) {
    shown.append(piece);
    shownTo += piece.length();
  }

  /** Those whose text can be shown; one without text waits for one with text. */
  private List<TokenScore> shownTokens() {
    int count = 0;
    int place = 0;
    for (TokenScore token : waiting) {
      place++;
      if (token.end() > shownTo) {
        break;
      }
      if (!token.text().isEmpty()) {
        count = place;
      }
    }
    List<TokenScore> tokens = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      tokens.add(waiting.remove());
    }
    return tokens;
  }

  /** Those that begin before its end. */
  private List<TokenScore> rest() {
    List<TokenScore> tokens = new ArrayList<>(waiting);
    waiting.clear();
    if (isStopped()) {
      tokens.removeIf(token -> token.offset() >= shownTo);
    }
    return tokens;
  }
}
