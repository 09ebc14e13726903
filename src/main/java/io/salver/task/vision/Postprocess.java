package io.salver.task.vision;

import io.salver.image.Placement;
import io.salver.tensor.Tensors;

/** How a model's outputs become findings. Immutable; thread-safe. */
sealed interface Postprocess permits Classification, Detection, Segmentation, Embedding {

  /**
   * What the model found in one picture.
   *
   * @param outputs of a run over {@code rows} pictures
   * @param row which of them
   * @param placement where the picture lay in the input
   * @param task what was asked
   * @throws io.salver.fault.BackendFailure when the outputs make no sense
   */
  Finding find(Tensors outputs, int rows, int row, Placement placement, VisionTask task);
}
