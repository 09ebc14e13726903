package io.salver.backend.onnx;

import io.salver.model.Signature;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Which outputs of a graph can be written straight into the caller's memory. A graph can declare
 * shapes that its runs do not keep; such an output is remembered and not foretold again.
 * Thread-safe.
 */
final class OutputPlan {

  private final GraphSignature graph;
  private final AtomicIntegerArray broken;

  OutputPlan(GraphSignature graph) {
    this.graph = graph;
    this.broken = new AtomicIntegerArray(graph.signature().outputs().size());
  }

  /** The shape of each output, in order; absent where the output has to be copied. */
  List<Optional<Shape>> foretell(SymbolBindings bindings) {
    List<TensorSpec> outputs = graph.signature().outputs();
    List<Optional<Shape>> shapes = new ArrayList<>(outputs.size());
    for (int i = 0; i < outputs.size(); i++) {
      boolean possible =
          broken.get(i) == 0 && ElementTypes.bufferType(outputs.get(i).dataType()).isPresent();
      shapes.add(possible ? graph.outputShape(i, bindings) : Optional.empty());
    }
    return shapes;
  }

  /** Nothing foretold: every output is copied. */
  List<Optional<Shape>> nothing() {
    List<Optional<Shape>> shapes = new ArrayList<>();
    graph.signature().outputs().forEach(_ -> shapes.add(Optional.empty()));
    return shapes;
  }

  /** Compares what was foretold with what came. */
  void learn(List<Optional<Shape>> foretold, Tensors actual) {
    Signature signature = graph.signature();
    for (int i = 0; i < foretold.size(); i++) {
      Shape came = actual.get(signature.outputs().get(i).name()).shape();
      if (foretold.get(i).isPresent() && !foretold.get(i).get().equals(came)) {
        broken.set(i, 1);
      }
    }
  }
}
