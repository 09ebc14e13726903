package io.salver.recommend.pipeline;

import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.serving.InferenceResponse;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;

/** The output of a tower, {@code embedding}, FP32 {@code [n, dimension]}. */
final class Embeddings {

  private static final String OUTPUT = "embedding";

  private Embeddings() {}

  /** The dimension that a tower's signature promises. */
  static int dimension(String tower, Signature signature) {
    TensorSpec spec =
        signature
            .output(OUTPUT)
            .orElseThrow(
                () ->
                    new BackendFailure(
                        tower + " has no output '" + OUTPUT + "' but " + signature.outputs()));
    Shape shape = spec.shape();
    if (spec.dataType() != DataType.FP32 || shape.rank() != 2 || shape.extent(1) < 1) {
      throw new BackendFailure(
          "output '"
              + OUTPUT
              + "' of "
              + tower
              + " must be FP32 [-1, dimension], is "
              + spec.dataType()
              + " "
              + shape);
    }
    return Math.toIntExact(shape.extent(1));
  }

  /** Copies the embeddings of a run. */
  static float[] read(InferenceResponse response, int rows, int dimension) {
    float[] embeddings = new float[rows * dimension];
    response.outputs().dense(OUTPUT).view().asFloatBuffer().get(embeddings);
    for (float component : embeddings) {
      if (!Float.isFinite(component)) {
        throw new BackendFailure(response.model() + " made an embedding that is not finite");
      }
    }
    return embeddings;
  }
}
