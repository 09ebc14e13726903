package io.salver.monitor.outcome;

import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelLoader;
import io.salver.model.Signature;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.time.StopSignal;

/**
 * A backend of whose models predictions are remembered for as long as they are loaded. One whose
 * {@code monitor} in {@code model.yaml} is wrong is not loaded. Thread-safe.
 */
public final class LabelledModelLoader implements ModelLoader {

  private final ModelLoader backend;
  private final LiveOutcomeSettings settings;

  /** Reads the settings of what {@code backend} loads. */
  public LabelledModelLoader(ModelLoader backend, LiveOutcomeSettings settings) {
    this.backend = backend;
    this.settings = settings;
  }

  @Override
  public String backend() {
    return backend.backend();
  }

  @Override
  public String artifactName() {
    return backend.artifactName();
  }

  @Override
  public Model load(ModelArtifact artifact) {
    Runnable end = settings.begin(artifact.id(), artifact.spec().monitor());
    try {
      return new Labelled(backend.load(artifact), end);
    } catch (RuntimeException | Error unusable) {
      end.run();
      throw unusable;
    }
  }

  /** A model whose settings hold until it is closed. */
  private record Labelled(Model model, Runnable end) implements Model {

    @Override
    public Signature signature() {
      return model.signature();
    }

    @Override
    public Tensors infer(Tensors inputs, TensorScope scope, StopSignal stop) {
      return model.infer(inputs, scope, stop);
    }

    @Override
    public void close() {
      try {
        model.close();
      } finally {
        end.run();
      }
    }
  }
}
