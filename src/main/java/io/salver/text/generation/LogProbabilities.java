package io.salver.text.generation;

/** Natural logarithms of probabilities, from logits; in double precision. Stateless. */
public final class LogProbabilities {

  private LogProbabilities() {}

  /** Turns logits into logarithms of probabilities, in place. */
  public static void normalise(double[] logits) {
    double sum = logSum(logits);
    for (int id = 0; id < logits.length; id++) {
      logits[id] -= sum;
    }
  }

  /** The logarithm of the sum of their exponentials. */
  public static double logSum(double[] logits) {
    double most = logits[Sampler.largest(logits)];
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit - most);
    }
    return most + Math.log(sum);
  }

  /** The ids of the {@code count} largest values, descending; the lower id of two equals first. */
  public static int[] top(double[] values, int count) {
    int[] best = new int[Math.min(count, values.length)];
    int size = 0;
    for (int id = 0; id < values.length; id++) {
      if (size == best.length && (size == 0 || values[id] <= values[best[size - 1]])) {
        continue;
      }
      int at = size < best.length ? size++ : size - 1;
      while (at > 0 && values[best[at - 1]] < values[id]) {
        best[at] = best[at - 1];
        at--;
      }
      best[at] = id;
    }
    return best;
  }
}
