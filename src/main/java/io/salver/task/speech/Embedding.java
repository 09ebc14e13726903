package io.salver.task.speech;

import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.task.TaskSettings;
import io.salver.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The vector of one output {@code [n, dimensions]}.
 *
 * @param normalizes whether those of the windows of a sound are brought to length 1 before their
 *     mean is taken
 * @param threshold the cosine from which on two voices count as the same
 */
record Embedding(TensorSpec output, boolean normalizes, double threshold) {

  private static final Set<String> KEYS =
      Set.of("output", "normalize", "threshold", "false-accept-rate");

  static Embedding read(Map<String, Object> postprocess, Signature signature) {
    TaskSettings settings = TaskSettings.of("postprocess", postprocess, KEYS);
    settings.number("false-accept-rate", 0, 1, 0);
    return new Embedding(
        OutputValues.find(settings, "output", signature, List.of(), 2),
        settings.flag("normalize", true),
        settings.number("threshold", -1, 1, 0.6));
  }

  /** Adds the vectors of all rows to {@code sum}, which is as long as one of them. */
  void add(OutputValues values, double[] sum) {
    int width = values.extent(1);
    if (width != sum.length) {
      throw new BackendFailure(
          "the model gave vectors of %d and of %d values".formatted(sum.length, width));
    }
    for (int row = 0; row < values.extent(0); row++) {
      double squares = 0;
      for (int i = 0; i < width; i++) {
        squares += square(values.values()[row * width + i]);
      }
      double scale = normalizes && squares > 0 ? 1 / Math.sqrt(squares) : 1;
      for (int i = 0; i < width; i++) {
        sum[i] += values.values()[row * width + i] * scale;
      }
    }
  }

  /** The cosine of the angle between two vectors; 0 where one of them is 0. */
  static double cosine(double[] first, double[] second) {
    double product = 0;
    double firstSquares = 0;
    double secondSquares = 0;
    for (int i = 0; i < first.length; i++) {
      product += first[i] * second[i];
      firstSquares += square(first[i]);
      secondSquares += square(second[i]);
    }
    double lengths = Math.sqrt(firstSquares) * Math.sqrt(secondSquares);
    if (!Double.isFinite(lengths)) {
      throw new BackendFailure("the model gave vectors that are too long to be compared");
    }
    return lengths == 0 ? 0 : Math.clamp(product / lengths, -1, 1);
  }

  private static double square(double value) {
    return value * value;
  }
}
