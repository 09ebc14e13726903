package io.salver.backend.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelLoader;
import io.salver.model.NativeHandles;

/**
 * Loads {@code model.onnx} with ONNX Runtime. External data files are looked up beside it. A run
 * uses {@code threads} threads that sleep rather than spin while they wait. Thread-safe.
 */
public final class OnnxModelLoader implements ModelLoader {

  private final NativeHandles handles;

  /** A loader that counts what its models hold open in {@code handles}. */
  public OnnxModelLoader(NativeHandles handles) {
    this.handles = handles;
  }

  @Override
  public String backend() {
    return "onnx";
  }

  @Override
  public String artifactName() {
    return "model.onnx";
  }

  @Override
  public Model load(ModelArtifact artifact) {
    OrtEnvironment environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "salver");
    try {
      OrtSession session = open(environment, artifact);
      try {
        return new OnnxModel(
            artifact.id(), environment, session, GraphSignature.of(session), handles);
      } catch (OrtException | RuntimeException unusable) {
        session.close();
        throw unusable;
      }
    } catch (OrtException failure) {
      throw OnnxFailures.atLoad(artifact, failure);
    }
  }

  private static OrtSession open(OrtEnvironment environment, ModelArtifact artifact)
      throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(artifact.spec().threads());
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      options.addConfigEntry("session.inter_op.allow_spinning", "0");
      Devices.select(options, artifact.spec().device());
      return environment.createSession(artifact.file().toString(), options);
    }
  }
}
