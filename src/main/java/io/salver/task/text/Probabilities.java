package io.salver.task.text;

/** What is probable of classes of which the logits are known, row by row. */
final class Probabilities {

  private Probabilities() {}

  /** The class of each row whose logit is the greatest, the first of several. */
  static int[] best(float[][] rows) {
    int[] best = new int[rows.length];
    for (int row = 0; row < rows.length; row++) {
      for (int i = 1; i < rows[row].length; i++) {
        if (rows[row][i] > rows[row][best[row]]) {
          best[row] = i;
        }
      }
    }
    return best;
  }

  /** How probable the {@code chosen} class of each row is. */
  static double[] of(float[][] rows, int[] chosen) {
    double[] probabilities = new double[rows.length];
    for (int row = 0; row < rows.length; row++) {
      double own = rows[row][chosen[row]];
      double sum = 0;
      for (float logit : rows[row]) {
        sum += Math.exp(logit - own);
      }
      probabilities[row] = 1 / sum;
    }
    return probabilities;
  }
}
