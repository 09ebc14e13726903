package io.salver.task.vision;

import io.salver.image.Placement;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.task.ClassScore;
import io.salver.task.TaskSettings;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The best of the classes that one output {@code [n, classes]} scores.
 *
 * @param temperature by which logits are divided (Guo et al. 2017, "On Calibration of Modern Neural
 *     Networks")
 * @param topK how many classes, unless the request says
 */
record Classification(
    TensorSpec output, Activation activation, float temperature, Labels labels, int topK)
    implements Postprocess {

  private static final Set<String> KEYS =
      Set.of("output", "activation", "temperature", "labels", "top-k");
  private static final double LEAST_TEMPERATURE = 1e-3;
  private static final double MOST_TEMPERATURE = 1e3;
  private static final int USUAL_TOP_K = 5;

  static Classification read(Map<String, Object> values, TextFiles texts, Signature signature) {
    TaskSettings settings = TaskSettings.of("postprocess", values, KEYS);
    TensorSpec output = Outputs.find(settings, "output", List.of(), 2, signature);
    return new Classification(
        output,
        settings.choice("activation", Activation.class, Activation.NONE),
        (float) settings.number("temperature", LEAST_TEMPERATURE, MOST_TEMPERATURE, 1),
        Labels.of(texts, output.shape().extent(1)),
        settings.integer("top-k", 1, Integer.MAX_VALUE, USUAL_TOP_K));
  }

  @Override
  public Finding find(Tensors outputs, int rows, int row, Placement placement, VisionTask task) {
    Outputs.shape(outputs, output, rows);
    float[] scores = Outputs.row(outputs, output, row);
    labels.require(scores.length);
    for (int i = 0; i < scores.length; i++) {
      scores[i] /= temperature;
    }
    activation.apply(scores, 0, scores.length, 1);
    Outputs.requireFinite(scores, output);
    int count = task instanceof VisionTask.Classify asked ? asked.topK().orElse(topK) : topK;
    return new Finding.Classes(
        IntStream.range(0, scores.length)
            .mapToObj(index -> new ClassScore(index, labels.name(index), scores[index]))
            .sorted(Comparator.comparing(ClassScore::score).reversed())
            .limit(count)
            .toList());
  }
}
