package io.salver.task.generation;

import io.salver.task.generation.TokenScore.Alternative;
import io.salver.text.Tokenizer;
import io.salver.text.generation.LogProbabilities;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Says how probable a model held tokens. Thread-safe. */
final class Scorer {

  private final Tokenizer tokenizer;
  private final int top;

  /** Tells of the {@code top} most probable tokens of each place, too. */
  Scorer(Tokenizer tokenizer, int top) {
    this.tokenizer = tokenizer;
    this.top = top;
  }

  /** What the logits of a place say. */
  final class Place {

    private final double[] logits;
    private final double logSum;
    private final List<Alternative> alternatives;

    private Place(double[] logits) {
      this.logits = logits;
      this.logSum = LogProbabilities.logSum(logits);
      this.alternatives = alternatives();
    }

    /** Of a token there. */
    Scored of(int token) {
      return new Scored(OptionalDouble.of(logits[token] - logSum), alternatives);
    }

    private List<Alternative> alternatives() {
      List<Alternative> best = new ArrayList<>(top);
      for (int id : LogProbabilities.top(logits, top)) {
        String text = tokenizer.decode(new int[] {id}, true);
        best.add(new Alternative(id, text, logits[id] - logSum));
      }
      return List.copyOf(best);
    }
  }

  /** The place of these logits, which are not changed before the last token of it was asked for. */
  Place place(double[] logits) {
    return new Place(logits);
  }
}
