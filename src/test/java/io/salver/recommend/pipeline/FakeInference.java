package io.salver.recommend.pipeline;

import io.salver.fault.Fault;
import io.salver.fault.NotFound;
import io.salver.model.ModelId;
import io.salver.model.Signature;
import io.salver.serving.InferenceRequest;
import io.salver.serving.InferenceResponse;
import io.salver.serving.InferenceService;
import io.salver.serving.ModelDescription;
import io.salver.serving.ModelReference;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers at once, on the calling thread, with models that are arithmetic. */
public final class FakeInference implements InferenceService {

  /** A model of version 1. */
  private record Arithmetic(Signature signature, Run run) {}

  /** Computes the only output, row-major. */
  @FunctionalInterface
  public interface Run {
    float[] run(Tensors inputs, int rows);
  }

  private final Map<String, Arithmetic> models = new HashMap<>();
  private final Map<String, Fault> failures = new HashMap<>();
  private final List<String> runs = new ArrayList<>();
  private final List<CompletableFuture<InferenceResponse>> held = new ArrayList<>();
  private boolean holding;

  /** Adds a model whose output has {@code width} columns, or one axis where it is 0. */
  public void add(String name, List<TensorSpec> inputs, String output, int width, Run run) {
    Shape shape = width == 0 ? Shape.of(Shape.ANY) : Shape.of(Shape.ANY, width);
    Signature signature =
        new Signature(inputs, List.of(new TensorSpec(output, DataType.FP32, shape)));
    models.put(name, new Arithmetic(signature, run));
  }

  /** From now on that model fails. */
  public void fail(String name, Fault fault) {
    failures.put(name, fault);
  }

  /** From now on that model works again. */
  public void mend(String name) {
    failures.remove(name);
  }

  /** From now on no run ends before {@link #release}. */
  public void hold() {
    holding = true;
  }

  /** Ends all runs that were held, as cancelled. */
  public void release(Fault fault) {
    held.forEach(answer -> answer.completeExceptionally(fault));
  }

  /** The names of the models that ran, in order. */
  public List<String> runs() {
    return runs;
  }

  @Override
  public CompletionStage<InferenceResponse> infer(InferenceRequest request) {
    CompletableFuture<InferenceResponse> answer = new CompletableFuture<>();
    String name = request.model().name();
    runs.add(name);
    Fault failure = failures.get(name);
    if (holding) {
      held.add(answer);
    } else if (failure != null) {
      answer.completeExceptionally(failure);
    } else {
      answer.complete(run(name, request));
    }
    return answer;
  }

  private InferenceResponse run(String name, InferenceRequest request) {
    Arithmetic model = model(name);
    model.signature().check(request.inputs());
    int rows = (int) request.inputs().get(request.inputs().names().getFirst()).shape().extent(0);
    float[] values = model.run().run(request.inputs(), rows);
    TensorSpec output = model.signature().outputs().getFirst();
    Shape shape =
        output.shape().rank() == 1 ? Shape.of(rows) : Shape.of(rows, output.shape().extent(1));
    var tensor = request.scope().allocate(DataType.FP32, shape);
    tensor.view().asFloatBuffer().put(values);
    return new InferenceResponse(new ModelId(name, 1), Tensors.of(output.name(), tensor), 0, 0);
  }

  private Arithmetic model(String name) {
    Arithmetic model = models.get(name);
    if (model == null) {
      throw new NotFound("there is no model '" + name + "'");
    }
    return model;
  }

  @Override
  public ModelDescription describe(ModelReference model) {
    return new ModelDescription(model.name(), List.of(1L), "fake", model(model.name()).signature());
  }

  @Override
  public boolean isReady(ModelReference model) {
    return models.containsKey(model.name());
  }

  @Override
  public List<VersionStatus> versions() {
    return models.keySet().stream()
        .sorted()
        .map(name -> new VersionStatus(name, 1, State.READY, Optional.empty()))
        .toList();
  }

  @Override
  public boolean isReady() {
    return true;
  }
}
