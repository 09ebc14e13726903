package io.salver.backend.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.salver.model.CudaDevices;
import io.salver.model.Device;
import io.salver.model.DevicePolicy;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelLoader;
import io.salver.model.NativeHandles;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Loads {@code model.onnx} with ONNX Runtime. External data files are looked up beside it. A run
 * uses {@code threads} threads that sleep rather than spin while they wait. Thread-safe.
 */
public final class OnnxModelLoader implements ModelLoader {

  private static final Logger LOG = System.getLogger(OnnxModelLoader.class.getName());

  private final NativeHandles handles;
  private final DevicePolicy policy;
  private final CudaDevices devices;

  /** A loader that counts what its models hold open in {@code handles}. */
  public OnnxModelLoader(NativeHandles handles) {
    this(handles, DevicePolicy.STRICT);
  }

  /** A loader that counts in {@code handles} and loads where {@code policy} says. */
  public OnnxModelLoader(NativeHandles handles, DevicePolicy policy) {
    this(handles, policy, OnnxCudaDevices.OF_PROCESS);
  }

  OnnxModelLoader(NativeHandles handles, DevicePolicy policy, CudaDevices devices) {
    this.handles = handles;
    this.policy = policy;
    this.devices = devices;
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
    Device device = policy.choose(artifact, devices);
    try {
      return load(artifact, device);
    } catch (OrtException failure) {
      if (artifact.spec().device() instanceof Device.Auto && device instanceof Device.Cuda) {
        return loadOnCpu(artifact, failure);
      }
      throw OnnxFailures.atLoad(artifact, failure);
    }
  }

  static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "salver");
  }

  /** The device is there but does not take this model, for want of memory or of an operator. */
  private Model loadOnCpu(ModelArtifact artifact, OrtException refusal) {
    LOG.log(
        Level.WARNING,
        () -> artifact.id() + " is loaded on the CPU: " + String.valueOf(refusal.getMessage()));
    try {
      return load(artifact, new Device.Cpu());
    } catch (OrtException failure) {
      throw OnnxFailures.atLoad(artifact, failure);
    }
  }

  private Model load(ModelArtifact artifact, Device device) throws OrtException {
    OrtEnvironment environment = environment();
    OrtSession session = open(environment, artifact, device);
    try {
      OnnxModel model =
          new OnnxModel(artifact.id(), environment, session, GraphSignature.of(session), handles);
      policy.placed(artifact, device);
      return model;
    } catch (OrtException | RuntimeException unusable) {
      session.close();
      throw unusable;
    }
  }

  private static OrtSession open(OrtEnvironment environment, ModelArtifact artifact, Device device)
      throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(artifact.spec().threads());
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      options.addConfigEntry("session.inter_op.allow_spinning", "0");
      if (device instanceof Device.Cuda(int index)) {
        options.addCUDA(index);
      }
      return environment.createSession(artifact.file().toString(), options);
    }
  }
}
