package io.salver.task.vision;

import io.salver.image.Placement;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import io.salver.task.ClassScore;
import io.salver.task.Labels;
import io.salver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Boxes around objects: the head reads what the model gives, then, unless that was done already,
 * the lesser of boxes that overlap are dropped, and what is left is brought back to the picture.
 *
 * @param iou the overlap above which the lesser of two boxes is dropped, unless the request says
 * @param most how many boxes, unless the request says
 */
record Detection(
    DetectionHead head,
    BoxForm form,
    Labels labels,
    double minScore,
    double iou,
    int most,
    boolean isClassAgnostic)
    implements Postprocess {

  private static final Set<String> KEYS =
      Set.of(
          "format",
          "activation",
          "labels",
          "min-score",
          "iou",
          "max-boxes",
          "class-agnostic",
          "box",
          "coordinates",
          "output",
          "boxes",
          "scores",
          "classes",
          "objectness",
          "channels-first",
          "background");
  private static final double USUAL_MIN_SCORE = 0.25;
  private static final double USUAL_IOU = 0.45;
  private static final int USUAL_MOST = 100;
  private static final int MOST = 10_000;

  /** What the outputs are like. */
  enum Format {
    /** One output of anchors, each a box and scores. */
    YOLO,
    /** Queries, each with logits and a box; they do not repeat one another. */
    DETR,
    /** Boxes that the graph itself has chosen. */
    BOXES
  }

  static Detection read(Map<String, Object> values, TextFiles texts, Signature signature) {
    Section settings = Section.of(Origin.MODEL_YAML, "postprocess", values, KEYS);
    Format format = settings.choice("format", Format.class, Format.YOLO);
    DetectionHead head =
        switch (format) {
          case YOLO -> YoloHead.read(settings, signature);
          case DETR -> DetrHead.read(settings, signature);
          case BOXES -> ChosenHead.read(settings, signature);
        };
    return new Detection(
        head,
        BoxForm.read(settings, format),
        Labels.of(texts, head.classes()),
        settings.number("min-score", 0, 1, USUAL_MIN_SCORE),
        settings.number("iou", 0, 1, USUAL_IOU),
        settings.integer("max-boxes", 1, MOST, USUAL_MOST),
        settings.flag("class-agnostic", false));
  }

  @Override
  public Finding find(Tensors outputs, int rows, int row, Placement placement, VisionTask task) {
    double least = minScore;
    double overlap = iou;
    int count = most;
    if (task instanceof VisionTask.Detect asked) {
      least = asked.minScore().orElse(minScore);
      overlap = asked.iou().orElse(iou);
      count = Math.min(MOST, asked.most().orElse(most));
    }
    List<Candidate> found = head.candidates(outputs, rows, row, form, placement, (float) least);
    found.sort(Candidate.BEST_FIRST);
    List<Candidate> kept =
        head.isChosen()
            ? found
            : NonMaximumSuppression.keep(found, overlap, count, isClassAgnostic);
    List<Finding.Box> boxes = new ArrayList<>();
    for (Candidate each : kept) {
      Candidate seen = each.inPicture(placement);
      if (boxes.size() < count && !seen.isEmpty()) {
        boxes.add(box(seen));
      }
    }
    return new Finding.Boxes(boxes);
  }

  private Finding.Box box(Candidate seen) {
    return new Finding.Box(
        new ClassScore(seen.label(), labels.name(seen.label()), seen.score()),
        seen.left(),
        seen.top(),
        seen.right(),
        seen.bottom());
  }
}
