package io.salver.task.vision;

import io.salver.task.ClassScore;
import java.util.List;

/** What was found in a picture. */
public sealed interface Finding {

  /**
   * Classes.
   *
   * @param best the best of them, the best first
   * @param scores of all of them, by index; empty where they are not told; not copied, not to be
   *     changed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Classes(List<ClassScore> best, float[] scores) implements Finding {
    /** Copies the list. */
    public Classes {
      best = List.copyOf(best);
    }

    /** The best of classes whose scores are not told. */
    public Classes(List<ClassScore> best) {
      this(best, new float[0]);
    }
  }

  /** Objects, the surest first. */
  record Boxes(List<Box> boxes) implements Finding {
    /** Copies the list. */
    public Boxes {
      boxes = List.copyOf(boxes);
    }
  }

  /**
   * An object; its edges are in pixels of the picture, from the left and from the top, inside it.
   */
  record Box(ClassScore object, float left, float top, float right, float bottom) {}

  /**
   * A class for every pixel.
   *
   * @param classes the class of each pixel, row by row from the top; as long as the picture has
   *     pixels; not copied, not to be changed
   * @param labels the names of the classes, by index
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Mask(byte[] classes, List<String> labels) implements Finding {
    /** Copies the labels. */
    public Mask {
      labels = List.copyOf(labels);
    }
  }

  /** A vector; not copied, not to be changed. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Embedding(float[] vector) implements Finding {}
}
