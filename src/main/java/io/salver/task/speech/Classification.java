package io.salver.task.speech;

import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.task.ClassScore;
import io.salver.task.TaskSettings;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The best of the classes that one output {@code [n, classes]} scores.
 *
 * @param temperature by which logits are divided (Guo et al., On Calibration of Modern Neural
 *     Networks, 2017)
 * @param labels the names of the classes, by index; empty where they have none
 * @param topK how many classes, unless the request says
 */
record Classification(
    TensorSpec output, Activation activation, double temperature, List<String> labels, int topK) {

  private static final Set<String> KEYS =
      Set.of("output", "activation", "temperature", "labels", "top-k");

  Classification {
    labels = List.copyOf(labels);
  }

  /** What makes probabilities of the scores. */
  enum Activation {
    NONE,
    SOFTMAX,
    SIGMOID
  }

  static Classification read(
      Map<String, Object> postprocess, TextFiles texts, Signature signature) {
    TaskSettings settings = TaskSettings.of("postprocess", postprocess, KEYS);
    TensorSpec output = OutputValues.find(settings, "output", signature, List.of(), 2);
    Classification classification =
        new Classification(
            output,
            settings.choice("activation", Activation.class, Activation.NONE),
            settings.number("temperature", 1e-3, 1e3, 1),
            texts.labels(),
            settings.integer("top-k", 1, Integer.MAX_VALUE, 5));
    if (output.shape().extent(1) != Shape.ANY) {
      classification.requireLabels(output.shape().extent(1));
    }
    return classification;
  }

  /** The scores of one row, activated. */
  double[] activated(OutputValues values, int row) {
    int classes = values.extent(1);
    requireLabels(classes);
    double[] scores = new double[classes];
    for (int i = 0; i < classes; i++) {
      scores[i] = values.values()[row * classes + i] / temperature;
    }
    switch (activation) {
      case NONE -> {}
      case SIGMOID -> {
        for (int i = 0; i < classes; i++) {
          scores[i] = 1 / (1 + Math.exp(-scores[i]));
        }
      }
      case SOFTMAX -> softmax(scores);
    }
    return scores;
  }

  /** The {@code count} best classes, the best first. */
  List<ClassScore> best(double[] scores, int count) {
    return IntStream.range(0, scores.length)
        .mapToObj(index -> new ClassScore(index, label(index), (float) scores[index]))
        .sorted(Comparator.comparing(ClassScore::score).reversed())
        .limit(count)
        .toList();
  }

  private String label(int index) {
    return labels.isEmpty() ? Integer.toString(index) : labels.get(index);
  }

  private void requireLabels(long classes) {
    if (!labels.isEmpty() && labels.size() != classes) {
      throw new BackendFailure(
          "model.yaml: postprocess.labels names %d classes, and the model has %d"
              .formatted(labels.size(), classes));
    }
  }

  private static void softmax(double[] scores) {
    double most = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      most = Math.max(most, score);
    }
    if (most == Double.NEGATIVE_INFINITY) {
      throw new BackendFailure("the model gave -Infinity for every class");
    }
    double sum = 0;
    for (double score : scores) {
      sum += Math.exp(score - most);
    }
    for (int i = 0; i < scores.length; i++) {
      scores[i] = Math.exp(scores[i] - most) / sum;
    }
  }
}
