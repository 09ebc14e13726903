package io.salver.task;

import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import io.salver.tensor.TensorSpec;
import java.util.Map;
import java.util.Set;

/**
 * One output {@code [n, dimensions]} of vectors that can be compared.
 *
 * @param normalizes whether each is brought to length 1
 * @param threshold the cosine from which on two of them count as the same
 */
public record EmbeddingHead(TensorSpec output, boolean normalizes, double threshold) {

  private static final Set<String> KEYS =
      Set.of("output", "normalize", "threshold", "false-accept-rate");
  private static final double USUAL_THRESHOLD = 0.6;

  /** Reads a whole {@code postprocess}. */
  public static EmbeddingHead read(Map<String, Object> postprocess, Signature signature) {
    Section settings = Section.of(Origin.MODEL_YAML, "postprocess", postprocess, KEYS);
    settings.number("false-accept-rate", 0, 1, 0);
    return new EmbeddingHead(
        OutputChoice.of(settings, "output").find(signature, 2),
        settings.flag("normalize", true),
        settings.number("threshold", -1, 1, USUAL_THRESHOLD));
  }

  /** Brings a vector to length 1 in place, if that is wanted and it has a length. */
  public float[] normalize(float[] vector) {
    OutputValues.requireFinite(vector, output);
    if (normalizes) {
      toUnitLength(vector);
    }
    return vector;
  }

  /** Brings a vector to length 1 in place, unless it is 0. */
  public static void toUnitLength(float[] vector) {
    double length = Math.sqrt(dot(vector, vector));
    if (length > 0) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) (vector[i] / length);
      }
    }
  }

  /** The cosine of the angle between two vectors; 0 where one of them is 0. */
  public static double cosine(float[] first, float[] second) {
    double lengths = Math.sqrt(dot(first, first)) * Math.sqrt(dot(second, second));
    if (!Double.isFinite(lengths)) {
      throw new BackendFailure("the model gave vectors that are too long to be compared");
    }
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
