package io.salver.task.generation;

import io.salver.text.generation.LogitAdjustment;
import io.salver.text.generation.SplitMix64;
import java.util.Optional;

/** One text that is drawn token by token. Not thread-safe. */
final class Candidate {

  private final PromptWork work;
  private final int choice;
  private final LogitAdjustment adjustment;
  private final SplitMix64 random;
  private final Scorer scorer;
  private final ChoiceText text;
  private int written;
  private double logProbability;
  private Optional<FinishReason> finish = Optional.empty();

  /** A text that becomes the choice of that index, if it is answered. */
  Candidate(PromptWork work, int choice, int sequence) {
    Writing writing = work.writing();
    this.work = work;
    this.choice = choice;
    this.adjustment = new LogitAdjustment(writing.penalties(), writing.bias(), work.prompt().ids());
    this.random = SplitMix64.of(writing.seed(), sequence);
    this.scorer = work.scorer();
    this.text = work.text();
  }

  /** Draws the next token; changes {@code logits}. */
  int draw(double[] logits) {
    Scored scored = Scored.UNKNOWN;
    double[] own = logits;
    if (work.tellsScores() || work.writing().isDecidedLate()) {
      own = logits.clone();
    }
    adjustment.apply(own);
    int token = work.writing().sampler().draw(own, random);
    adjustment.wrote(token);
    if (own != logits) {
      scored = scorer.place(logits).of(token);
      logProbability += scored.logProbability().orElse(0);
    }
    take(token, scored);
    return token;
  }

  private void take(int token, Scored scored) {
    written++;
    if (work.writing().ends().contains(token)) {
      end(FinishReason.STOP);
      return;
    }
    text.add(token, scored);
    if (text.isStopped()) {
      end(FinishReason.STOP);
    } else if (written == work.maxTokens()) {
      end(FinishReason.LENGTH);
    }
  }

  private void end(FinishReason reason) {
    text.finish();
    // What was held back may have been a stop sequence after all.
    finish = Optional.of(text.isStopped() ? FinishReason.STOP : reason);
  }

  boolean isFinished() {
    return finish.isPresent();
  }

  /** The mean log-probability of its tokens. */
  double perToken() {
    return written == 0 ? 0 : logProbability / written;
  }

  /** What can be told of it now. */
  Piece piece() {
    return text.take(choice, finish);
  }
}
