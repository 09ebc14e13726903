package io.salver.text.generation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Changes the logits of one text before a token is drawn: the bias is added, then tokens that stand
 * already are penalised, as OpenAI's interface defines it: {@code logit[t] −= count[t] · frequency
 * + (count[t] > 0) · presence}, where only what was written counts. Not thread-safe.
 */
public final class LogitAdjustment {

  private final Penalties penalties;
  private final Map<Integer, Double> bias;
  private final Set<Integer> seen = new HashSet<>();
  private final Map<Integer, Integer> countByToken = new HashMap<>();

  /**
   * An adjustment of the text after {@code prompt}.
   *
   * @param bias by ids, each of which is one of the model's
   */
  public LogitAdjustment(Penalties penalties, Map<Integer, Double> bias, int[] prompt) {
    this.penalties = penalties;
    this.bias = bias;
    if (penalties.repetition() != 1) {
      for (int id : prompt) {
        seen.add(id);
      }
    }
  }

  /** Takes note of a token that was written. */
  public void wrote(int id) {
    if (!penalties.isNone()) {
      countByToken.merge(id, 1, Integer::sum);
      seen.add(id);
    }
  }

  /** Changes them. */
  public void apply(double[] logits) {
    bias.forEach((id, value) -> logits[id] += value);
    if (penalties.isNone()) {
      return;
    }
    if (penalties.repetition() != 1) {
      seen.forEach(id -> logits[id] = repeated(logits[id]));
    }
    countByToken.forEach(
        (id, count) -> logits[id] -= count * penalties.frequency() + penalties.presence());
  }

  private double repeated(double logit) {
    return logit > 0 ? logit / penalties.repetition() : logit * penalties.repetition();
  }
}
