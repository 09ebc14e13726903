package io.salver.backend.torch;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import io.salver.model.NativeHandles;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The native arrays of one run; closing it closes them all, and leaves the memory of the scope.
 * Confined to one thread.
 */
final class TorchRun implements AutoCloseable {

  private final PtNDManager manager;
  private final NativeHandles handles;
  private final List<IValue> inputs = new ArrayList<>();
  private int arrays;

  /** A run whose arrays belong to {@code manager}, which it closes. */
  TorchRun(PtNDManager manager, NativeHandles handles) {
    this.manager = manager;
    this.handles = handles;
  }

  /** Adds the next input; its memory is not copied when it is direct. */
  void feed(Tensor.Dense tensor, TensorScope scope) {
    DataType type =
        ElementTypes.toTorch(tensor.dataType())
            .orElseThrow(() -> new IllegalStateException(tensor.dataType() + " was refused"));
    ByteBuffer data = direct(tensor, scope);
    inputs.add(
        IValue.from(counted(manager.create(data, new Shape(tensor.shape().toArray()), type))));
  }

  /** Runs the module; the outputs, which live as long as this run, in the module's order. */
  List<PtNDArray> forward(PtSymbolBlock module) {
    List<PtNDArray> outputs = new ArrayList<>();
    try (IValue result = module.forward(inputs.toArray(IValue[]::new))) {
      collect(result, outputs);
    }
    return outputs;
  }

  @Override
  public void close() {
    inputs.forEach(IValue::close);
    manager.close();
    for (; arrays > 0; arrays--) {
      handles.closed(NativeHandles.Kind.TENSOR);
    }
  }

  /** Takes the tensors out of tensors, lists, tuples and dictionaries, which name them. */
  private void collect(IValue value, List<PtNDArray> outputs) {
    if (value.isTensor()) {
      outputs.add(counted(value.toTensor(manager)));
    } else if (value.isTensorList()) {
      for (PtNDArray array : value.toTensorArray(manager)) {
        outputs.add(counted(array));
      }
    } else if (value.isTuple()) {
      collectAll(List.of(value.toIValueTuple()), outputs);
    } else if (value.isMap()) {
      collectNamed(value.toIValueMap(), outputs);
    } else {
      throw new UnsupportedOperationException(
          "it returns a value of type " + value.getType() + "; only tensors can be served");
    }
  }

  private void collectAll(List<IValue> values, List<PtNDArray> outputs) {
    try {
      values.forEach(value -> collect(value, outputs));
    } finally {
      values.forEach(IValue::close);
    }
  }

  private void collectNamed(Map<String, IValue> values, List<PtNDArray> outputs) {
    try {
      values.forEach(
          (name, value) -> {
            int first = outputs.size();
            collect(value, outputs);
            outputs.subList(first, outputs.size()).forEach(array -> array.setName(name));
          });
    } finally {
      values.values().forEach(IValue::close);
    }
  }

  private PtNDArray counted(PtNDArray array) {
    arrays++;
    handles.opened(NativeHandles.Kind.TENSOR);
    return array;
  }

  private static ByteBuffer direct(Tensor.Dense tensor, TensorScope scope) {
    if (tensor.data().isDirect()) {
      return tensor.view();
    }
    Tensor.Dense copy = scope.allocate(tensor.dataType(), tensor.shape());
    copy.view().put(tensor.view());
    return copy.view();
  }
}
