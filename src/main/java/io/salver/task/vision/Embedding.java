package io.salver.task.vision;

import io.salver.image.Placement;
import io.salver.model.Signature;
import io.salver.task.TaskSettings;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The vector of one output {@code [n, dimensions]}.
 *
 * @param normalizes whether it is brought to length 1
 * @param threshold the cosine from which on two pictures count as the same
 */
record Embedding(TensorSpec output, boolean normalizes, double threshold) implements Postprocess {

  private static final Set<String> KEYS =
      Set.of("output", "normalize", "threshold", "false-accept-rate");
  private static final double USUAL_THRESHOLD = 0.6;

  static Embedding read(Map<String, Object> values, Signature signature) {
    TaskSettings settings = TaskSettings.of("postprocess", values, KEYS);
    settings.number("false-accept-rate", 0, 1, 0);
    return new Embedding(
        Outputs.find(settings, "output", List.of(), 2, signature),
        settings.flag("normalize", true),
        settings.number("threshold", -1, 1, USUAL_THRESHOLD));
  }

  @Override
  public Finding find(Tensors outputs, int rows, int row, Placement placement, VisionTask task) {
    Outputs.shape(outputs, output, rows);
    float[] vector = Outputs.row(outputs, output, row);
    Outputs.requireFinite(vector, output);
    double length = Math.sqrt(dot(vector, vector));
    if (normalizes && length > 0) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) (vector[i] / length);
      }
    }
    return new Finding.Embedding(vector);
  }

  /** The cosine of the angle between two vectors; 0 where one of them is 0. */
  static double cosine(float[] first, float[] second) {
    double lengths = Math.sqrt(dot(first, first)) * Math.sqrt(dot(second, second));
    return lengths == 0 ? 0 : Math.clamp(dot(first, second) / lengths, -1, 1);
  }

  private static double dot(float[] first, float[] second) {
    double sum = 0;
    for (int i = 0; i < first.length; i++) {
      sum += (double) first[i] * second[i];
    }
    return sum;
  }
}
