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
 * One output {@code [n, anchors, 4 + classes]}, with a score that there is anything at all between
 * the two where {@code hasObjectness}; the axes changed where {@code isChannelsFirst}. The boxes
 * are decoded, as the usual exports of single-stage detectors leave them (Redmon et al. 2016).
 */
record YoloHead(
    TensorSpec output,
    Activation activation,
    boolean hasObjectness,
    boolean isChannelsFirst,
    Background background)
    implements DetectionHead {

  private static final int RANK = 3;
  private static final int BOX = 4;

  static YoloHead read(Section settings, Signature signature) {
    TensorSpec output = OutputChoice.of(settings, "output").find(signature, RANK);
    YoloHead head =
        new YoloHead(
            output,
            settings.choice("activation", Activation.class, Activation.NONE),
            settings.flag("objectness", false),
            settings.flag("channels-first", false),
            settings.choice("background", Background.class, Background.NONE));
    long channels = head.channels();
    if (channels != Shape.ANY && head.classes() < 1) {
      throw new BackendFailure(
          "output '%s' has shape %s, where %d numbers an anchor leave no class behind the box; see postprocess.channels-first"
              .formatted(output.name(), output.shape(), channels));
    }
    return head;
  }

  @Override
  public long classes() {
    long channels = channels();
    return channels == Shape.ANY ? Shape.ANY : background.classes((int) channels - scores());
  }

  @Override
  public boolean isChosen() {
    return false;
  }

  @Override
  public List<Candidate> candidates(
      Tensors outputs, int rows, int row, BoxForm form, Placement placement, float minScore) {
    long[] shape = OutputValues.rowShape(outputs, output, rows);
    int channels = (int) shape[isChannelsFirst ? 0 : 1];
    int anchors = (int) shape[isChannelsFirst ? 1 : 0];
    int all = channels - scores();
    if (background.classes(all) < 1) {
      throw new BackendFailure("the model gave %d numbers an anchor".formatted(channels));
    }
    float[] values = OutputValues.row(outputs, output, row);
    int step = isChannelsFirst ? anchors : 1;
    List<Candidate> found = new ArrayList<>();
    for (int anchor = 0; anchor < anchors; anchor++) {
      int at = isChannelsFirst ? anchor : anchor * channels;
      int start = at + scores() * step;
      activation.apply(values, start, all, step);
      int best = best(values, start, step, background.classes(all));
      float score =
          values[start + (best + background.first()) * step] * objectness(values, at + BOX * step);
      if (score >= minScore) {
        found.add(
            form.candidate(
                anchor,
                best,
                score,
                values[at],
                values[at + step],
                values[at + 2 * step],
                values[at + 3 * step],
                placement));
      }
    }
    return found;
  }

  private int best(float[] values, int start, int step, int classes) {
    int first = start + background.first() * step;
    int best = 0;
    for (int label = 1; label < classes; label++) {
      if (values[first + label * step] > values[first + best * step]) {
        best = label;
      }
    }
    return best;
  }

  private float objectness(float[] values, int at) {
    if (!hasObjectness) {
      return 1;
    }
    return activation == Activation.NONE ? values[at] : Activation.sigmoid(values[at]);
  }

  /** Numbers of an anchor before those of the classes. */
  private int scores() {
    return hasObjectness ? BOX + 1 : BOX;
  }

  private long channels() {
    return output.shape().extent(isChannelsFirst ? 1 : 2);
  }
}
