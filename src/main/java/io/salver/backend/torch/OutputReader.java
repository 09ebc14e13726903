package io.salver.backend.torch;

import ai.djl.pytorch.engine.PtNDArray;
import io.salver.fault.BackendFailure;
import io.salver.model.ModelId;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Copies what a module returned into a scope and holds it against the declared outputs. Named
 * arrays (of a dictionary) are found by name, others by position. Immutable.
 */
record OutputReader(ModelId id, List<TensorSpec> declared) {

  /**
   * The outputs in the declared order.
   *
   * @throws BackendFailure when number, name, type or shape contradict the declaration
   */
  Tensors read(List<PtNDArray> arrays, TensorScope scope) {
    if (arrays.size() != declared.size()) {
      throw new BackendFailure(
          "model %s returned %d tensors, model.yaml declares %d outputs"
              .formatted(id, arrays.size(), declared.size()));
    }
    Tensors.Builder outputs = Tensors.builder();
    for (int i = 0; i < declared.size(); i++) {
      TensorSpec spec = declared.get(i);
      outputs.put(spec.name(), copy(spec, find(spec, i, arrays), scope));
    }
    return outputs.build();
  }

  private PtNDArray find(TensorSpec spec, int position, List<PtNDArray> arrays) {
    if (arrays.get(position).getName() == null) {
      return arrays.get(position);
    }
    return arrays.stream()
        .filter(array -> spec.name().equals(array.getName()))
        .findFirst()
        .orElseThrow(
            () ->
                new BackendFailure(
                    "model %s returned no tensor named '%s'".formatted(id, spec.name())));
  }

  private Tensor copy(TensorSpec spec, PtNDArray array, TensorScope scope) {
    Shape shape = Shape.of(array.getShape().getShape());
    if (!shape.matches(spec.shape())) {
      throw contradiction(spec, "shape " + shape);
    }
    Tensor.Dense target = scope.allocate(spec.dataType(), shape);
    if (shape.elements() > 0) {
      ByteBuffer source = array.toByteBuffer(true);
      requireType(spec, array, source.remaining() / shape.elements());
      target.view().put(source);
    }
    return target;
  }

  /**
   * Compares sizes before types: asking for the type of an INT16 or BF16 array ends the process,
   * and of the types with two bytes only FP16 can be declared.
   */
  private void requireType(TensorSpec spec, PtNDArray array, long elementBytes) {
    if (elementBytes != spec.dataType().size()) {
      throw contradiction(spec, "elements of " + elementBytes + " bytes");
    }
    boolean checkable = elementBytes != Short.BYTES;
    if (checkable
        && !Optional.of(array.getDataType()).equals(ElementTypes.toTorch(spec.dataType()))) {
      throw contradiction(spec, "type " + array.getDataType());
    }
  }

  private BackendFailure contradiction(TensorSpec spec, String returned) {
    return new BackendFailure(
        "model %s returned %s as output '%s', model.yaml declares %s %s"
            .formatted(id, returned, spec.name(), spec.dataType(), spec.shape()));
  }
}
