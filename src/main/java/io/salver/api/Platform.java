package io.salver.api;

/**
 * How clients of the protocol know a backend: by the names that Triton gave them.
 *
 * @param name the platform of the metadata
 * @param backend the backend of the model configuration
 * @param filename the artefact's usual name
 */
public record Platform(String name, String backend, String filename) {

  /** Of one of our backends; one that Triton has no name for keeps its own. */
  public static Platform of(String backend) {
    return switch (backend) {
      case "onnx" -> new Platform("onnxruntime_onnx", "onnxruntime", "model.onnx");
      case "torch" -> new Platform("pytorch_libtorch", "pytorch", "model.pt");
      default -> new Platform(backend, backend, "");
    };
  }
}
