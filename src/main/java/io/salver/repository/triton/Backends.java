package io.salver.repository.triton;

import java.util.Map;
import java.util.Optional;
import triton.ModelConfig;

/** Our backends by Triton's names of platforms and backends. */
final class Backends {

  static final String ONNX = "onnx";
  static final String TORCH = "torch";

  private static final Map<String, String> BY_PLATFORM =
      Map.of("onnxruntime_onnx", ONNX, "pytorch_libtorch", TORCH);
  private static final Map<String, String> BY_BACKEND =
      Map.of("onnxruntime", ONNX, "pytorch", TORCH);

  private Backends() {}

  /** The backend that the configuration asks for; absent where the artefact's name tells it. */
  static Optional<String> of(ModelConfig config) {
    Optional<String> platform = find("platform", config.getPlatform(), BY_PLATFORM);
    Optional<String> backend = find("backend", config.getBackend(), BY_BACKEND);
    if (platform.isPresent() && backend.isPresent() && !platform.equals(backend)) {
      throw new TritonProblem(
          "platform '%s' and backend '%s' contradict each other"
              .formatted(config.getPlatform(), config.getBackend()));
    }
    return platform.or(() -> backend);
  }

  private static Optional<String> find(String field, String name, Map<String, String> known) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    String backend = known.get(name);
    if (backend == null) {
      throw new TritonProblem(
          "%s '%s' is not served here; %s are%s"
              .formatted(field, name, known.keySet().stream().sorted().toList(), advice(name)));
    }
    return Optional.of(backend);
  }

  private static String advice(String name) {
    return switch (name) {
      case "tensorrt",
          "tensorrt_plan",
          "tensorflow",
          "tensorflow_savedmodel",
          "tensorflow_graphdef",
          "openvino",
          "fil" ->
          ". Export the model to ONNX";
      case "python" ->
          ". What its code does before and after a model is a typed task here, or a service of yours";
      case "ensemble" -> ". Let the client call the models, or use a typed task";
      case "vllm", "tensorrtllm" -> ". Text is generated from ONNX decoders here";
      default -> "";
    };
  }
}
