package io.salver.task.vision;

import io.salver.task.TaskContext;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Pictures to be looked at.
 *
 * @param images encoded files, at least one, in the memory of the context's scope
 * @param task what is asked of each
 * @param annotate whether each comes back with the boxes or the mask drawn in
 */
public record VisionRequest(
    TaskContext context, List<ByteBuffer> images, VisionTask task, boolean annotate) {

  /** Copies the list. */
  public VisionRequest {
    images = List.copyOf(images);
  }
}
