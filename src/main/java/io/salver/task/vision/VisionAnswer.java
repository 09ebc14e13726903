package io.salver.task.vision;

import io.salver.model.ModelId;
import io.salver.task.TaskAnswer;
import io.salver.task.TaskTimes;
import java.util.List;
import java.util.Optional;

/**
 * What a model saw. Immutable, in memory of its own: it outlives the request's scope.
 *
 * @param model the version that ran
 * @param pictures one for each picture of the request, in its order
 */
public record VisionAnswer(ModelId model, List<Seen> pictures, TaskTimes times)
    implements TaskAnswer {

  /** Copies the list. */
  public VisionAnswer {
    pictures = List.copyOf(pictures);
  }

  /**
   * What was seen in one picture.
   *
   * @param width of the picture in pixels, as a person sees it: after its EXIF orientation
   * @param height likewise
   * @param annotated the picture with the finding drawn in, as PNG, if that was asked for
   */
  public record Seen(int width, int height, Finding finding, Optional<byte[]> annotated) {}
}
