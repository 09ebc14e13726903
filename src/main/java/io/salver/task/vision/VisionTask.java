package io.salver.task.vision;

import io.salver.task.TaskName;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What is asked of a picture; what is absent is as the model says. */
public sealed interface VisionTask {

  /** The task that a model must have. */
  TaskName name();

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
   * @param iou the overlap from which on the lesser of two boxes is dropped, 0 to 1
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
}
