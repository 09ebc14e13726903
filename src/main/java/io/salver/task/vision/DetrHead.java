package io.salver.task.vision;

import io.salver.fault.BackendFailure;
import io.salver.image.Placement;
import io.salver.model.Signature;
import io.salver.settings.Section;
import io.salver.task.Activation;
import io.salver.task.OutputChoice;
import io.salver.task.OutputValues;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;

/**
 * Outputs {@code [n, queries, classes]} and {@code [n, queries, 4]}, as DETR has them (Carion et
 * al. 2020): each query sees one object or nothing.
 */
record DetrHead(TensorSpec scores, TensorSpec boxes, Activation activation, Background background)
    implements DetectionHead {

  private static final int RANK = 3;
  private static final int BOX = 4;

  static DetrHead read(Section settings, Signature signature) {
    DetrHead head =
        new DetrHead(
            OutputChoice.of(settings, "scores")
                .usually("logits", "pred_logits", "scores")
                .find(signature, RANK),
            OutputChoice.of(settings, "boxes").usually("boxes", "pred_boxes").find(signature, RANK),
            settings.choice("activation", Activation.class, Activation.SOFTMAX),
            settings.choice("background", Background.class, Background.LAST));
    long numbers = head.boxes.shape().extent(2);
    long classes = head.classes();
    if ((numbers != Shape.ANY && numbers != BOX) || (classes != Shape.ANY && classes < 1)) {
      throw new BackendFailure(
          "outputs '%s' of shape %s and '%s' of shape %s are no classes and boxes of queries"
              .formatted(
                  head.scores.name(), head.scores.shape(), head.boxes.name(), head.boxes.shape()));
    }
    return head;
  }

  @Override
  public long classes() {
    long all = scores.shape().extent(2);
    return all == Shape.ANY ? Shape.ANY : background.classes((int) all);
  }

  @Override
  public boolean isChosen() {
    return true;
  }

  @Override
  public List<Candidate> candidates(
      Tensors outputs, int rows, int row, BoxForm form, Placement placement, float minScore) {
    long[] shape = OutputValues.rowShape(outputs, scores, rows);
    long[] places = OutputValues.rowShape(outputs, boxes, rows);
    int all = (int) shape[1];
    if (places[0] != shape[0] || places[1] != BOX || background.classes(all) < 1) {
      throw new BackendFailure(
          "the model gave %d x %d scores and %d x %d places of boxes"
              .formatted(shape[0], shape[1], places[0], places[1]));
    }
    float[] values = OutputValues.row(outputs, scores, row);
    float[] corners = OutputValues.row(outputs, boxes, row);
    List<Candidate> found = new ArrayList<>();
    for (int query = 0; query < shape[0]; query++) {
      int start = query * all;
      activation.apply(values, start, all, 1);
      int first = start + background.first();
      int best = 0;
      for (int label = 1; label < background.classes(all); label++) {
        best = values[first + label] > values[first + best] ? label : best;
      }
      if (values[first + best] >= minScore) {
        int at = query * BOX;
        found.add(
            form.candidate(
                query,
                best,
                values[first + best],
                corners[at],
                corners[at + 1],
                corners[at + 2],
                corners[at + 3],
                placement));
      }
    }
    return found;
  }
}
