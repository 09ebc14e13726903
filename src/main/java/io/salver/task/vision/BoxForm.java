package io.salver.task.vision;

import io.salver.fault.BackendFailure;
import io.salver.image.Placement;
import io.salver.settings.Section;

/**
 * How the four numbers of a box are meant.
 *
 * @param isNormalized whether they are portions of the input's width and height instead of pixels
 */
record BoxForm(Corners corners, boolean isNormalized) {

  /** Which numbers they are. */
  enum Corners {
    /** Centre, width and height. */
    CXCYWH,
    /** Left, top, right, bottom. */
    XYXY,
    /** Left, top, width, height. */
    XYWH
  }

  /** Of what the numbers are. */
  enum Coordinates {
    PIXELS,
    NORMALIZED
  }

  static BoxForm read(Section settings, Detection.Format format) {
    boolean isDetr = format == Detection.Format.DETR;
    Corners usual = format == Detection.Format.BOXES ? Corners.XYXY : Corners.CXCYWH;
    Coordinates coordinates =
        settings.choice(
            "coordinates", Coordinates.class, isDetr ? Coordinates.NORMALIZED : Coordinates.PIXELS);
    return new BoxForm(
        settings.choice("box", Corners.class, usual), coordinates == Coordinates.NORMALIZED);
  }

  /**
   * A candidate of four numbers.
   *
   * @throws BackendFailure when one of them or the score is infinite
   */
  Candidate candidate(
      int index, int label, float score, float a, float b, float c, float d, Placement placement) {
    if (!Float.isFinite(a + b + c + d + score)) {
      throw new BackendFailure(
          "the model gave the box [%s, %s, %s, %s] of score %s".formatted(a, b, c, d, score));
    }
    float x = isNormalized ? placement.width() : 1;
    float y = isNormalized ? placement.height() : 1;
    return switch (corners) {
      case CXCYWH ->
          new Candidate(
              index,
              label,
              score,
              (a - c / 2) * x,
              (b - d / 2) * y,
              (a + c / 2) * x,
              (b + d / 2) * y);
      case XYXY -> new Candidate(index, label, score, a * x, b * y, c * x, d * y);
      case XYWH -> new Candidate(index, label, score, a * x, b * y, (a + c) * x, (b + d) * y);
    };
  }
}
