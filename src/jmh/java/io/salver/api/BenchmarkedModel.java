package io.salver.api;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.salver.backend.onnx.OnnxModelLoader;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec;
import io.salver.model.NativeHandles;
import io.salver.serving.InferenceRequest;
import io.salver.serving.InferenceResponse;
import io.salver.serving.InferenceService;
import io.salver.serving.ModelDescription;
import io.salver.serving.ModelReference;
import io.salver.tensor.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One model, two ways: bare ONNX Runtime, as little as its Java interface allows, and behind the
 * port that the protocols call, on the calling thread. The queue of the service is left out: it is
 * the same for every protocol, and its cost is a hand-over between threads.
 */
public final class BenchmarkedModel implements InferenceService, AutoCloseable {

  private final ModelId id;
  private final Model model;
  private final OrtSession session;
  private final OrtSession.SessionOptions options;
  private final String input;
  private final long[] shape;
  private final FloatBuffer elements;

  private BenchmarkedModel(String name, Path file, long[] shape) throws OrtException {
    this.id = new ModelId(name, 1);
    this.model =
        new OnnxModelLoader(new NativeHandles())
            .load(new ModelArtifact(id, "onnx", file, ModelSpec.DEFAULT));
    this.options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    this.session = OrtEnvironment.getEnvironment().createSession(file.toString(), options);
    this.input = session.getInputNames().iterator().next();
    this.shape = shape;
    int count = (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
    this.elements =
        ByteBuffer.allocateDirect(4 * count).order(ByteOrder.nativeOrder()).asFloatBuffer();
    for (int index = 0; index < count; index++) {
      elements.put(index, index % 1000 / 999f);
    }
  }

  /** {@code mlp} ([1, 4] to [1, 3]) or {@code image} ([1, 3, 224, 224] to [1, 3, 1, 1]). */
  public static BenchmarkedModel named(String name) throws OrtException {
    return name.equals("mlp")
        ? new BenchmarkedModel(name, Path.of("src/test/models/onnx/mlp.onnx"), new long[] {1, 4})
        : new BenchmarkedModel(
            name,
            Path.of("src/test/models/protocol/image/1/model.onnx"),
            new long[] {1, 3, 224, 224});
  }

  /** One bare run: wrap the input, run, read one element, close. */
  public float bare() throws OrtException {
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), elements.rewind(), shape);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      return ((OnnxTensor) result.get(0)).getFloatBuffer().get(0);
    }
  }

  /** The request that every protocol says. */
  public InferenceCase request() {
    List<Object> values = new ArrayList<>();
    for (int index = 0; index < elements.capacity(); index++) {
      values.add(Double.valueOf(Float.toString(elements.get(index))));
    }
    Values tensor = new Values(input, "FP32", Arrays.stream(shape).boxed().toList(), values);
    return new InferenceCase(
        "benchmark",
        EnumSet.allOf(InferenceCase.Form.class),
        id.name(),
        "",
        "",
        List.of(tensor),
        List.of(),
        Map.of(),
        Map.of(),
        new InferenceCase.Expected.Outputs(List.of()));
  }

  @Override
  public CompletionStage<InferenceResponse> infer(InferenceRequest request) {
    model.signature().check(request.inputs());
    Tensors outputs = model.infer(request.inputs(), request.scope(), request.stop());
    return CompletableFuture.completedFuture(new InferenceResponse(id, outputs, 0, 0));
  }

  @Override
  public ModelDescription describe(ModelReference reference) {
    return new ModelDescription(id.name(), List.of(1L), "onnx", model.signature());
  }

  @Override
  public boolean isReady(ModelReference reference) {
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

  @Override
  public void close() throws OrtException {
    model.close();
    session.close();
    options.close();
  }
}
