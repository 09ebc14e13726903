package io.salver.task.speech;

import io.salver.fault.BackendFailure;

/**
 * What a model said of the frames of a window: rows of scores of all symbols.
 *
 * @param values row-major; the window's begin at {@code offset}
 * @param symbols values of a row
 * @param first the number of its first frame, counted from the beginning of the sound
 * @param count its frames
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CtcFrames(float[] values, int offset, int symbols, long first, int count) {

  long end() {
    return first + count;
  }

  /** The class that scores best in a frame. */
  int best(long frame) {
    int from = row(frame);
    int best = 0;
    for (int symbol = 1; symbol < symbols; symbol++) {
      if (values[from + symbol] > values[from + best]) {
        best = symbol;
      }
    }
    return best;
  }

  /**
   * Writes the logarithms of the probabilities in a frame, the log-softmax of its scores.
   *
   * @throws BackendFailure when the model says that nothing is possible
   */
  void logProbabilities(long frame, float[] target) {
    int from = row(frame);
    float most = values[from + best(frame)];
    if (most == Float.NEGATIVE_INFINITY) {
      throw new BackendFailure("the model gave -Infinity for every symbol of frame " + frame);
    }
    double sum = 0;
    for (int symbol = 0; symbol < symbols; symbol++) {
      sum += Math.exp(values[from + symbol] - most);
    }
    double log = Math.log(sum);
    for (int symbol = 0; symbol < symbols; symbol++) {
      target[symbol] = (float) (values[from + symbol] - most - log);
    }
  }

  private int row(long frame) {
    return offset + Math.toIntExact(frame - first) * symbols;
  }
}
