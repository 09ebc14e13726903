package io.salver.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.salver.fault.BackendFailure;
import io.salver.model.Model;
import io.salver.model.ModelId;
import io.salver.model.NativeHandles;
import io.salver.model.Signature;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import io.salver.time.StopSignal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A session of ONNX Runtime. Thread-safe; owns the session.
 *
 * <p>Inputs are read where they lie. An output is written straight into the scope ("pinned") when
 * its shape is known before the run: it is given in the graph, or its symbols are bound by the
 * inputs. ONNX Runtime refuses a pinned run whose shapes turn out otherwise; so a run that fails
 * with pinned outputs is tried once more without, and {@link OutputPlan} learns from it.
 *
 * <p>A run stops between two nodes once its signal is raised; a large node is finished first.
 */
final class OnnxModel implements Model {

  private final ModelId id;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final GraphSignature graph;
  private final OutputPlan plan;
  private final NativeHandles handles;

  OnnxModel(
      ModelId id,
      OrtEnvironment environment,
      OrtSession session,
      GraphSignature graph,
      NativeHandles handles) {
    this.id = id;
    this.environment = environment;
    this.session = session;
    this.graph = graph;
    this.plan = new OutputPlan(graph);
    this.handles = handles;
    handles.opened(NativeHandles.Kind.SESSION);
  }

  @Override
  public Signature signature() {
    return graph.signature();
  }

  @Override
  public Tensors infer(Tensors inputs, TensorScope scope, StopSignal stop) {
    stop.check();
    SymbolBindings bindings = graph.bind(inputs);
    try (OnnxRun run = new OnnxRun(environment, scope, handles)) {
      for (TensorSpec input : graph.signature().inputs()) {
        run.feed(input.name(), inputs.get(input.name()));
      }
      return runForetold(run, plan.foretell(bindings), stop);
    } catch (OrtException failure) {
      stop.check(); // a run that was stopped fails, and the model is not to blame
      throw OnnxFailures.atRun(id, failure);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException failure) {
      throw new BackendFailure("the session of model " + id + " did not close", failure);
    } finally {
      handles.closed(NativeHandles.Kind.SESSION);
    }
  }

  private Tensors runForetold(OnnxRun run, List<Optional<Shape>> foretold, StopSignal stop)
      throws OrtException {
    try {
      return run(run, foretold, stop);
    } catch (OrtException failure) {
      if (stop.isRaised() || foretold.stream().allMatch(Optional::isEmpty)) {
        throw failure;
      }
      run.unpin();
      Tensors outputs = run(run, plan.nothing(), stop);
      plan.learn(foretold, outputs);
      return outputs;
    }
  }

  private Tensors run(OnnxRun run, List<Optional<Shape>> foretold, StopSignal stop)
      throws OrtException {
    List<TensorSpec> specs = graph.signature().outputs();
    Tensor[] outputs = new Tensor[specs.size()];
    Set<String> copied = new HashSet<>();
    for (int i = 0; i < outputs.length; i++) {
      Optional<Shape> shape = foretold.get(i);
      if (shape.isPresent()) {
        outputs[i] = run.pin(specs.get(i), shape.get());
      } else {
        copied.add(specs.get(i).name());
      }
    }
    Tensors.Builder answer = Tensors.builder();
    try (OrtSession.Result result = run.execute(session, copied, stop)) {
      for (int i = 0; i < outputs.length; i++) {
        TensorSpec spec = specs.get(i);
        answer.put(
            spec.name(),
            copied.contains(spec.name()) ? run.copy(spec, produced(result, spec)) : outputs[i]);
      }
    }
    return answer.build();
  }

  private OnnxTensor produced(OrtSession.Result result, TensorSpec spec) {
    if (result.get(spec.name()).orElse(null) instanceof OnnxTensor tensor) {
      return tensor;
    }
    throw new BackendFailure("model " + id + " gave no tensor for output '" + spec.name() + "'");
  }
}
