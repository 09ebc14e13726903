package io.salver.task.vision;

import io.salver.fault.BackendFailure;
import io.salver.image.Placement;
import io.salver.model.Signature;
import io.salver.settings.Section;
import io.salver.task.OutputChoice;
import io.salver.task.OutputValues;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;

/**
 * Outputs {@code [n, k, 4]}, {@code [n, k]} and {@code [n, k]}: boxes, their scores and their
 * classes, chosen by the graph itself. A score of 0 or less is padding.
 */
record ChosenHead(TensorSpec boxes, TensorSpec scores, TensorSpec labels, Background background)
    implements DetectionHead {

  private static final int BOX = 4;

  static ChosenHead read(Section settings, Signature signature) {
    ChosenHead head =
        new ChosenHead(
            OutputChoice.of(settings, "boxes").usually("boxes").find(signature, 3),
            OutputChoice.of(settings, "scores").usually("scores").find(signature, 2),
            OutputChoice.of(settings, "classes").usually("classes", "labels").find(signature, 2),
            settings.choice("background", Background.class, Background.NONE));
    long numbers = head.boxes.shape().extent(2);
    if (numbers != Shape.ANY && numbers != BOX) {
      throw new BackendFailure(
          "output '%s' has shape %s; [n, boxes, 4] is expected"
              .formatted(head.boxes.name(), head.boxes.shape()));
    }
    return head;
  }

  @Override
  public long classes() {
    return Shape.ANY;
  }

  @Override
  public boolean isChosen() {
    return true;
  }

  @Override
  public List<Candidate> candidates(
      Tensors outputs, int rows, int row, BoxForm form, Placement placement, float minScore) {
    long[] places = OutputValues.rowShape(outputs, boxes, rows);
    long count = OutputValues.rowShape(outputs, scores, rows)[0];
    if (places[0] != count
        || places[1] != BOX
        || OutputValues.rowShape(outputs, labels, rows)[0] != count) {
      throw new BackendFailure(
          "the model gave %s boxes, %s scores and %s classes"
              .formatted(
                  outputs.get(boxes.name()).shape(),
                  outputs.get(scores.name()).shape(),
                  outputs.get(labels.name()).shape()));
    }
    float[] corners = OutputValues.row(outputs, boxes, row);
    float[] values = OutputValues.row(outputs, scores, row);
    float[] classes = OutputValues.row(outputs, labels, row);
    List<Candidate> found = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (values[i] > 0 && values[i] >= minScore) {
        int at = i * BOX;
        found.add(
            form.candidate(
                i,
                label(classes[i]),
                values[i],
                corners[at],
                corners[at + 1],
                corners[at + 2],
                corners[at + 3],
                placement));
      }
    }
    return found;
  }

  private int label(float given) {
    int label = (int) given - background.first();
    if (given != Math.rint(given) || label < 0 || label > Short.MAX_VALUE) {
      throw new BackendFailure("the model gave the class " + given);
    }
    return label;
  }
}
