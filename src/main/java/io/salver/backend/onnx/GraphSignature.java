package io.salver.backend.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tensors that a graph takes and gives, with the symbols that tie their open extents together.
 * Immutable.
 */
final class GraphSignature {

  private final Signature signature;
  private final List<SymbolicShape> inputShapes;
  private final List<SymbolicShape> outputShapes;
  private final int symbols;

  private GraphSignature(
      Signature signature,
      List<SymbolicShape> inputShapes,
      List<SymbolicShape> outputShapes,
      int symbols) {
    this.signature = signature;
    this.inputShapes = inputShapes;
    this.outputShapes = outputShapes;
    this.symbols = symbols;
  }

  /**
   * Reads it from a session.
   *
   * @throws BackendFailure when an input or output is no tensor that could be served
   */
  static GraphSignature of(OrtSession session) throws OrtException {
    Map<String, Integer> symbols = new HashMap<>();
    List<SymbolicShape> inputShapes = new ArrayList<>();
    List<SymbolicShape> outputShapes = new ArrayList<>();
    List<TensorSpec> inputs = specs("input", session.getInputInfo().values(), symbols, inputShapes);
    List<TensorSpec> outputs =
        specs("output", session.getOutputInfo().values(), symbols, outputShapes);
    for (TensorSpec input : inputs) {
      if (input.dataType().isDense() && ElementTypes.bufferType(input.dataType()).isEmpty()) {
        throw new BackendFailure(
            "input '%s' is %s, which ONNX Runtime cannot be given from Java; let the graph take INT32 or INT64 and cast"
                .formatted(input.name(), input.dataType()));
      }
    }
    return new GraphSignature(
        new Signature(inputs, outputs), inputShapes, outputShapes, symbols.size());
  }

  Signature signature() {
    return signature;
  }

  /**
   * What the symbols stand for with these inputs, which satisfy {@link #signature()}.
   *
   * @throws io.salver.fault.InvalidInput when two inputs contradict each other
   */
  SymbolBindings bind(Tensors tensors) {
    SymbolBindings bindings = new SymbolBindings(symbols);
    for (int i = 0; i < inputShapes.size(); i++) {
      String name = signature.inputs().get(i).name();
      bindings.bind(name, inputShapes.get(i), tensors.get(name).shape());
    }
    return bindings;
  }

  /** The shape that output will have; absent when only the run can tell. */
  Optional<Shape> outputShape(int output, SymbolBindings bindings) {
    return bindings.resolve(outputShapes.get(output));
  }

  private static List<TensorSpec> specs(
      String role,
      Collection<NodeInfo> nodes,
      Map<String, Integer> symbols,
      List<SymbolicShape> shapes) {
    List<TensorSpec> specs = new ArrayList<>();
    for (NodeInfo node : nodes) {
      if (!(node.getInfo() instanceof TensorInfo info)) {
        throw new BackendFailure(
            "%s '%s' is a map or a sequence; only tensors can be served (scikit-learn: export with zipmap=False)"
                .formatted(role, node.getName()));
      }
      DataType dataType =
          ElementTypes.dataType(info.onnxType)
              .orElseThrow(
                  () ->
                      new BackendFailure(
                          "%s '%s' has type %s, which the protocol does not know"
                              .formatted(role, node.getName(), info.onnxType)));
      SymbolicShape shape =
          new SymbolicShape(Shape.of(info.getShape()), info.getDimensionNames(), symbols);
      shapes.add(shape);
      specs.add(new TensorSpec(node.getName(), dataType, shape.shape()));
    }
    return specs;
  }
}
