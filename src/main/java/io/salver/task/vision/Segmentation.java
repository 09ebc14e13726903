package io.salver.task.vision;

import io.salver.fault.BackendFailure;
import io.salver.image.Placement;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import io.salver.task.Activation;
import io.salver.task.Labels;
import io.salver.task.OutputChoice;
import io.salver.task.OutputValues;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.util.Map;
import java.util.Set;

/**
 * A class for every pixel, from one output {@code [n, classes, height, width]}, or {@code [n, 1,
 * height, width]} where one class stands before a background. The scores, not the classes, are
 * brought to the size of the picture; whatever the model did not see is class 0.
 *
 * @param threshold from which score on a pixel belongs to the one class
 */
record Segmentation(TensorSpec output, Activation activation, float threshold, Labels labels)
    implements Postprocess {

  private static final Set<String> KEYS = Set.of("output", "activation", "threshold", "labels");
  private static final int RANK = 4;
  private static final int MOST_CLASSES = 256;
  private static final double USUAL_THRESHOLD = 0.5;

  static Segmentation read(Map<String, Object> values, TextFiles texts, Signature signature) {
    Section settings = Section.of(Origin.MODEL_YAML, "postprocess", values, KEYS);
    TensorSpec output = OutputChoice.of(settings, "output").find(signature, RANK);
    long channels = output.shape().extent(1);
    if (channels > MOST_CLASSES) {
      throw new BackendFailure(
          "output '%s' has shape %s; at most %d classes are possible"
              .formatted(output.name(), output.shape(), MOST_CLASSES));
    }
    Activation usual = channels == 1 ? Activation.SIGMOID : Activation.NONE;
    Activation activation = settings.choice("activation", Activation.class, usual);
    if (channels == 1 && activation == Activation.SOFTMAX) {
      throw settings.wrong("activation", "sigmoid or none where there is one class");
    }
    return new Segmentation(
        output,
        activation,
        (float) settings.number("threshold", -1e6, 1e6, USUAL_THRESHOLD),
        Labels.of(texts, channels == 1 ? 2 : channels));
  }

  @Override
  public Finding find(Tensors outputs, int rows, int row, Placement placement, VisionTask task) {
    long[] shape = OutputValues.rowShape(outputs, output, rows);
    int channels = (int) shape[0];
    int classes = channels == 1 ? 2 : channels;
    if (channels < 1 || channels > MOST_CLASSES || shape[1] < 1 || shape[2] < 1) {
      throw new BackendFailure(
          "the model gave %s in '%s'".formatted(outputs.get(output.name()).shape(), output.name()));
    }
    labels.require(classes);
    float[] scores = OutputValues.row(outputs, output, row);
    int plane = (int) (shape[1] * shape[2]);
    if (activation == Activation.SIGMOID) {
      activation.apply(scores, 0, scores.length, 1);
    } else {
      for (int i = 0; i < plane; i++) {
        activation.apply(scores, i, channels, plane);
      }
    }
    OutputValues.requireFinite(scores, output);
    ScoreMap map = new ScoreMap(scores, channels, (int) shape[1], (int) shape[2]);
    return new Finding.Mask(map.classes(placement, threshold), labels.all(classes));
  }
}
