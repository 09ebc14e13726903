package io.salver.backend.torch;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import io.salver.fault.BackendFailure;
import io.salver.model.Device;
import io.salver.model.DevicePolicy;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelLoader;
import io.salver.model.NativeHandles;
import io.salver.model.Signature;
import io.salver.tensor.TensorSpec;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads {@code model.pt}, a TorchScript archive, with PyTorch. An archive carries no names, types
 * or shapes, so the key {@code signature} of {@code model.yaml} must; a leading {@code -1} of all
 * tensors is the batch. Starts PyTorch at the first load. Thread-safe.
 */
public final class TorchModelLoader implements ModelLoader {

  private final NativeHandles handles;
  private final DevicePolicy policy;

  /** A loader that counts what its models hold open in {@code handles}. */
  public TorchModelLoader(NativeHandles handles) {
    this(handles, DevicePolicy.STRICT);
  }

  /** A loader that counts in {@code handles} and loads where {@code policy} says. */
  public TorchModelLoader(NativeHandles handles, DevicePolicy policy) {
    this.handles = handles;
    this.policy = policy;
  }

  @Override
  public String backend() {
    return "torch";
  }

  @Override
  public String artifactName() {
    return "model.pt";
  }

  @Override
  public Model load(ModelArtifact artifact) {
    Signature signature = signature(artifact);
    if (artifact.spec().threads() != 1) {
      throw new BackendFailure(
          "threads: %d is not possible with the torch backend, whose runs have one thread each"
              .formatted(artifact.spec().threads()));
    }
    if (!Files.isRegularFile(artifact.file())) {
      throw new BackendFailure(artifact.file().getFileName() + " is missing");
    }
    Engine engine = TorchEngine.start();
    Device device = policy.choose(artifact, TorchEngine.devices(engine));
    PtNDManager manager = TorchEngine.open(engine, device);
    try {
      PtSymbolBlock module = open(manager, artifact);
      policy.placed(artifact, device);
      return new TorchModel(artifact.id(), manager, module, signature, handles);
    } catch (RuntimeException failure) {
      manager.close();
      throw failure;
    }
  }

  private static PtSymbolBlock open(PtNDManager manager, ModelArtifact artifact) {
    try {
      PtSymbolBlock module =
          JniUtils.loadModule(manager, artifact.file(), true, new String[0], new String[0], false);
      JniUtils.enableInferenceMode(module);
      return module;
    } catch (EngineException | IllegalArgumentException failure) {
      throw new BackendFailure(
          "PyTorch cannot load %s: %s"
              .formatted(artifact.file().getFileName(), TorchFailures.summary(failure)),
          failure);
    }
  }

  private static Signature signature(ModelArtifact artifact) {
    Signature signature =
        artifact
            .spec()
            .signature()
            .orElseThrow(
                () ->
                    new BackendFailure(
                        "model.yaml needs the key 'signature' (inputs and outputs with name, datatype"
                            + " and shape), because a TorchScript file does not tell them"));
    List<TensorSpec> tensors = new ArrayList<>(signature.inputs());
    tensors.addAll(signature.outputs());
    for (TensorSpec tensor : tensors) {
      if (ElementTypes.toTorch(tensor.dataType()).isEmpty()) {
        throw new BackendFailure(
            "tensor '%s' is %s, which the torch backend cannot carry"
                .formatted(tensor.name(), tensor.dataType()));
      }
    }
    return signature;
  }
}
