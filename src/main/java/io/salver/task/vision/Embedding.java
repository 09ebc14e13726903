package io.salver.task.vision;

import io.salver.image.Placement;
import io.salver.task.EmbeddingHead;
import io.salver.task.OutputValues;
import io.salver.tensor.Tensors;

/** The vector of one output {@code [n, dimensions]}. */
record Embedding(EmbeddingHead head) implements Postprocess {

  @Override
  public Finding find(Tensors outputs, int rows, int row, Placement placement, VisionTask task) {
    var _ = OutputValues.rowShape(outputs, head.output(), rows);
    return new Finding.Embedding(head.normalize(OutputValues.row(outputs, head.output(), row)));
  }
}
