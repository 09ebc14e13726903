package io.salver.api.rest;

import io.salver.api.MemoryBudget;
import io.salver.api.RawTensors;
import io.salver.api.TensorDeclaration;
import io.salver.fault.InvalidInput;
import io.salver.model.Signature;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.nio.ByteBuffer;

/**
 * A body that is one raw tensor (binary tensor data extension, "raw binary request"): for a model
 * with a single input, of batch 1 where it batches, with at most one more open extent, which
 * follows from the length of the body.
 */
final class RawTensorBody {

  private RawTensorBody() {}

  static Tensors decode(
      Signature signature, ByteBuffer body, TensorScope scope, MemoryBudget budget) {
    if (signature.inputs().size() != 1) {
      throw new InvalidInput(
          "a raw body ("
              + BinaryHeader.NAME
              + ": 0) needs a model with one input; this one has "
              + signature.inputs().size());
    }
    TensorSpec input = signature.inputs().getFirst();
    long[] extents = input.shape().toArray();
    if (signature.isBatchable()) {
      extents[0] = 1;
    }
    close(input, extents, body.remaining());
    TensorDeclaration declaration =
        TensorDeclaration.of(input.name(), input.dataType().name(), extents);
    return Tensors.of(input.name(), RawTensors.decode(declaration, body, scope, budget));
  }

  /** Puts what the length of the body says in place of the open extent. */
  private static void close(TensorSpec input, long[] extents, int bytes) {
    int open = -1;
    long known = Math.max(1, input.dataType().size());
    for (int axis = 0; axis < extents.length; axis++) {
      if (extents[axis] == Shape.ANY) {
        if (open >= 0) {
          throw new InvalidInput(
              "a raw body ("
                  + BinaryHeader.NAME
                  + ": 0) needs an input with at most one open extent;"
                  + " '"
                  + input.name()
                  + "' has shape "
                  + input.shape());
        }
        open = axis;
      } else {
        known *= extents[axis];
      }
    }
    if (open >= 0) {
      extents[open] = input.dataType() == DataType.BYTES || known == 0 ? 1 : bytes / known;
    }
  }
}
