package io.salver.backend.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import io.salver.model.CudaDevices;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Finds out whether ONNX Runtime can use a CUDA device by opening a session on it, because the
 * provider can be part of the build while the driver, a library or the device is missing, and that
 * shows only then. Tried once per process and device. Thread-safe.
 */
final class OnnxCudaDevices implements CudaDevices {

  /** Those of this process. */
  static final CudaDevices OF_PROCESS = new OnnxCudaDevices();

  private static final String REQUIREMENTS =
      "it takes an NVIDIA driver and the libraries of CUDA 12 and cuDNN 9";

  /** A graph of one node, y = x + x, FP32 [1]. */
  private static final byte[] PROBE =
      Base64.getDecoder()
          .decode(
              "CAg6OAoRCgF4CgF4EgF5GgFuIgNBZGQSAWdaDwoBeBIKCggIARIECgIIAWIPCgF5EgoKCAgBEgQKAggBQgIQDQ==");

  private final ConcurrentMap<Integer, Optional<String>> problems = new ConcurrentHashMap<>();

  private OnnxCudaDevices() {}

  @Override
  public Optional<String> problem(int index) {
    if (!problems.containsKey(index)) {
      problems.putIfAbsent(index, probe(index));
    }
    return problems.getOrDefault(index, Optional.empty());
  }

  private static Optional<String> probe(int index) {
    OrtEnvironment environment = OnnxModelLoader.environment();
    if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
      return Optional.of(
          "this ONNX Runtime is built for the CPU only; a build with the Maven profile cuda brings"
              + " onnxruntime_gpu");
    }
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.addCUDA(index);
      environment.createSession(PROBE, options).close();
      return Optional.empty();
    } catch (OrtException | LinkageError failure) {
      return Optional.of(
          "ONNX Runtime cannot use it, %s (%s)".formatted(REQUIREMENTS, summary(failure)));
    }
  }

  private static String summary(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("").strip();
  }
}
