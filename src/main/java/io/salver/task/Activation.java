package io.salver.task;

import io.salver.fault.BackendFailure;

/** What makes probabilities of a model's outputs. */
public enum Activation {
  NONE,
  SOFTMAX,
  SIGMOID;

  /** Applies itself to {@code count} values from {@code start} on, {@code step} apart, in place. */
  public void apply(float[] values, int start, int count, int step) {
    switch (this) {
      case NONE -> {}
      case SIGMOID -> {
        for (int i = 0; i < count; i++) {
          values[start + i * step] = sigmoid(values[start + i * step]);
        }
      }
      case SOFTMAX -> softmax(values, start, count, step);
    }
  }

  /** The logistic function. */
  public static float sigmoid(float value) {
    return (float) (1 / (1 + Math.exp(-value)));
  }

  /** Less the largest value, so that nothing overflows. */
  private static void softmax(float[] values, int start, int count, int step) {
    float most = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      most = Math.max(most, values[start + i * step]);
    }
    if (Float.isInfinite(most)) {
      throw new BackendFailure("the model gave " + most + ", of which no probability can be made");
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.exp(values[start + i * step] - most);
    }
    for (int i = 0; i < count; i++) {
      int at = start + i * step;
      values[at] = (float) (Math.exp(values[at] - most) / sum);
    }
  }
}
