package io.salver.api;

import io.salver.fault.BackendFailure;
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
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Serves the models of src/test/models/protocol by hand, on the calling thread. */
public final class FakeModels implements InferenceService {

  private static final Shape MATRIX = Shape.of(Shape.ANY, Shape.ANY);
  private static final Shape PAIRS = Shape.of(Shape.ANY, 2);

  @Override
  public CompletionStage<InferenceResponse> infer(InferenceRequest request) {
    Signature signature = describe(request.model()).signature();
    request.deadline().check("the run");
    signature.check(request.inputs());
    ModelId id = new ModelId(request.model().name(), request.model().version().orElse(1L));
    Tensors outputs = run(id.name(), request.inputs(), request.scope());
    return CompletableFuture.completedFuture(new InferenceResponse(id, outputs, 1, 1));
  }

  @Override
  public ModelDescription describe(ModelReference model) {
    if (model.version().orElse(1L) > 2) {
      throw new NotFound("model '" + model.name() + "' has no version " + model.version().get());
    }
    return new ModelDescription(model.name(), List.of(1L), "fake", signature(model.name()));
  }

  @Override
  public boolean isReady(ModelReference model) {
    return true;
  }

  @Override
  public List<VersionStatus> versions() {
    return List.of();
  }

  @Override
  public boolean isReady() {
    return true;
  }

  private static Signature signature(String model) {
    if (model.startsWith("echo-")) {
      DataType type =
          DataType.named(model.substring(5).toUpperCase(Locale.ROOT))
              .orElseThrow(() -> new NotFound("no model '" + model + "'"));
      return new Signature(
          List.of(new TensorSpec("x", type, MATRIX)), List.of(new TensorSpec("y", type, MATRIX)));
    }
    return switch (model) {
      case "arithmetic" ->
          new Signature(
              List.of(pairs("a"), pairs("b")), List.of(pairs("sum"), pairs("difference")));
      case "failing" ->
          new Signature(
              List.of(new TensorSpec("x", DataType.FP32, Shape.of(Shape.ANY))),
              List.of(new TensorSpec("y", DataType.FP32, Shape.of(2, 3))));
      default -> throw new NotFound("no model '" + model + "'");
    };
  }

  private static TensorSpec pairs(String name) {
    return new TensorSpec(name, DataType.FP32, PAIRS);
  }

  private static Tensors run(String model, Tensors inputs, TensorScope scope) {
    return switch (model) {
      case "arithmetic" ->
          Tensors.builder()
              .put("sum", combine(inputs, scope, 1))
              .put("difference", combine(inputs, scope, -1))
              .build();
      case "failing" -> throw new BackendFailure("the model failed");
      default -> Tensors.of("y", inputs.get("x"));
    };
  }

  private static Tensor combine(Tensors inputs, TensorScope scope, float sign) {
    ByteBuffer a = inputs.dense("a").view();
    ByteBuffer b = inputs.dense("b").view();
    Tensor.Dense result = scope.allocate(DataType.FP32, inputs.dense("a").shape());
    ByteBuffer target = result.view();
    while (target.hasRemaining()) {
      target.putFloat(a.getFloat() + sign * b.getFloat());
    }
    return result;
  }
}
