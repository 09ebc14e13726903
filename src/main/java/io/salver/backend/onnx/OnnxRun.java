package io.salver.backend.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.salver.model.NativeHandles;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.time.StopSignal;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The native tensors of one run over memory of the run's scope; closing it closes them all, and
 * leaves the memory. Confined to one thread.
 */
final class OnnxRun implements AutoCloseable {

  private final OrtEnvironment environment;
  private final TensorScope scope;
  private final NativeHandles handles;
  private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>(4);
  private final Map<String, OnnxTensor> pinned = new LinkedHashMap<>(4);

  OnnxRun(OrtEnvironment environment, TensorScope scope, NativeHandles handles) {
    this.environment = environment;
    this.scope = scope;
    this.handles = handles;
  }

  /** Adds an input; dense memory is not copied when it is direct. */
  void feed(String name, Tensor tensor) throws OrtException {
    long[] extents = tensor.shape().toArray();
    inputs.put(
        name,
        counted(
            switch (tensor) {
              case Tensor.Dense dense ->
                  OnnxTensor.createTensor(
                      environment, direct(dense), extents, bufferType(dense.dataType()));
              case Tensor.Strings strings ->
                  OnnxTensor.createTensor(
                      environment, ByteStrings.toJava(name, strings.elements()), extents);
            }));
  }

  /** Has an output of exactly {@code shape} written into the scope. */
  Tensor.Dense pin(TensorSpec output, Shape shape) throws OrtException {
    Tensor.Dense target = scope.allocate(output.dataType(), shape);
    pinned.put(
        output.name(),
        counted(
            OnnxTensor.createTensor(
                environment, target.data(), shape.toArray(), bufferType(output.dataType()))));
    return target;
  }

  /** Forgets every {@link #pin}. */
  void unpin() {
    closeAll(pinned);
  }

  /**
   * Runs the graph for the pinned and the {@code requested} outputs, until {@code stop} is raised.
   */
  OrtSession.Result execute(OrtSession session, Set<String> requested, StopSignal stop)
      throws OrtException {
    try (Termination termination = new Termination(stop)) {
      return session.run(inputs, requested, pinned, termination.options());
    }
  }

  /** Copies an output that the runtime allocated into the scope. */
  Tensor copy(TensorSpec output, OnnxTensor source) throws OrtException {
    Shape shape = Shape.of(source.getInfo().getShape());
    if (!output.dataType().isDense()) {
      return new Tensor.Strings(shape, ByteStrings.toBytes(source.getValue()));
    }
    Tensor.Dense target = scope.allocate(output.dataType(), shape);
    if (shape.elements() > 0) {
      target.view().put(source.getByteBuffer());
    }
    return target;
  }

  @Override
  public void close() {
    unpin();
    closeAll(inputs);
  }

  private ByteBuffer direct(Tensor.Dense tensor) {
    if (tensor.data().isDirect()) {
      return tensor.data();
    }
    Tensor.Dense copy = scope.allocate(tensor.dataType(), tensor.shape());
    copy.view().put(tensor.view());
    return copy.data();
  }

  private OnnxTensor counted(OnnxTensor tensor) {
    handles.opened(NativeHandles.Kind.TENSOR);
    return tensor;
  }

  private void closeAll(Map<String, OnnxTensor> tensors) {
    for (OnnxTensor tensor : tensors.values()) {
      tensor.close();
      handles.closed(NativeHandles.Kind.TENSOR);
    }
    tensors.clear();
  }

  private static OnnxJavaType bufferType(DataType dataType) {
    return ElementTypes.bufferType(dataType)
        .orElseThrow(() -> new IllegalStateException(dataType + " was refused at load"));
  }
}
