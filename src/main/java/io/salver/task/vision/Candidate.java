package io.salver.task.vision;

import io.salver.image.Placement;
import java.util.Comparator;

/**
 * A box that a model proposes, in pixels of its input.
 *
 * @param index its place among all that the model gave, which breaks ties
 * @param label the index of its class
 */
record Candidate(
    int index, int label, float score, float left, float top, float right, float bottom) {

  static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparing(Candidate::score).reversed().thenComparing(Candidate::index);

  /** Whether it has no area. */
  boolean isEmpty() {
    return !(right > left && bottom > top);
  }

  /** Intersection over union with another; 0 where one of them is empty. */
  double overlap(Candidate other) {
    double width = Math.min(right, other.right) - (double) Math.max(left, other.left);
    double height = Math.min(bottom, other.bottom) - (double) Math.max(top, other.top);
    if (width <= 0 || height <= 0) {
      return 0;
    }
    double shared = width * height;
    return shared / (area() + other.area() - shared);
  }

  /** The same box in pixels of the picture, as far as it lies inside it. */
  Candidate inPicture(Placement placement) {
    return new Candidate(
        index,
        label,
        score,
        clip(placement.pictureX(left), placement.pictureWidth()),
        clip(placement.pictureY(top), placement.pictureHeight()),
        clip(placement.pictureX(right), placement.pictureWidth()),
        clip(placement.pictureY(bottom), placement.pictureHeight()));
  }

  private double area() {
    return ((double) right - left) * ((double) bottom - top);
  }

  private static float clip(double place, int length) {
    return (float) Math.clamp(place, 0, length);
  }
}
