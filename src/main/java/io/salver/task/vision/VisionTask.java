package io.salver.task.vision;

import io.salver.fault.InvalidInput;
import io.salver.task.TaskName;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What is asked of a picture; what is absent is as the model says. */
public sealed interface VisionTask {

  /** The task that a model must have. */
  TaskName name();

  /**
   * Checks that what is asked can be answered.
   *
   * @throws InvalidInput that names what was asked and what is possible
   */
  default void check() {
    switch (this) {
      case Classify classify -> least("top-k", classify.topK(), 1);
      case Detect detect -> {
        portion("min-score", detect.minScore());
        portion("iou", detect.iou());
        least("max-boxes", detect.most(), 1);
      }
      case Segment _, Embed _ -> {}
    }
  }

  /**
   * The classes that fit best.
   *
   * @param topK how many
   */
  record Classify(OptionalInt topK) implements VisionTask {
    @Override
    public TaskName name() {
      return TaskName.IMAGE_CLASSIFICATION;
    }
  }

  /**
   * Boxes around objects.
   *
   * @param minScore the least score of a box, 0 to 1
   * @param iou the overlap above which the lesser of two boxes is dropped, 0 to 1
   * @param most how many boxes at most
   */
  record Detect(OptionalDouble minScore, OptionalDouble iou, OptionalInt most)
      implements VisionTask {
    @Override
    public TaskName name() {
      return TaskName.OBJECT_DETECTION;
    }
  }

  /** A class for every pixel. */
  record Segment() implements VisionTask {
    @Override
    public TaskName name() {
      return TaskName.SEMANTIC_SEGMENTATION;
    }
  }

  /** A vector that stands for the picture. */
  record Embed() implements VisionTask {
    @Override
    public TaskName name() {
      return TaskName.IMAGE_EMBEDDING;
    }
  }

  private static void portion(String name, OptionalDouble asked) {
    if (asked.isPresent() && !(asked.getAsDouble() >= 0 && asked.getAsDouble() <= 1)) {
      throw new InvalidInput("%s is %s; 0 to 1 is expected".formatted(name, asked.getAsDouble()));
    }
  }

  private static void least(String name, OptionalInt asked, int least) {
    if (asked.isPresent() && asked.getAsInt() < least) {
      throw new InvalidInput(
          "%s is %d; at least %d is expected".formatted(name, asked.getAsInt(), least));
    }
  }
}
