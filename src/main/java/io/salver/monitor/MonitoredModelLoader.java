package io.salver.monitor;

import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelLoader;
import io.salver.model.Signature;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.time.StopSignal;

/**
 * A backend whose models are watched for as long as they are loaded. One whose {@code monitor} in
 * {@code model.yaml} is wrong, or whose profile cannot be read, is not loaded. Thread-safe.
 */
public final class MonitoredModelLoader implements ModelLoader {

  private final ModelLoader backend;
  private final LiveMonitors monitors;

  /** Watches what {@code backend} loads. */
  public MonitoredModelLoader(ModelLoader backend, LiveMonitors monitors) {
    this.backend = backend;
    this.monitors = monitors;
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
    LiveMonitors.Life life = monitors.begin(artifact);
    try {
      return new Monitored(backend.load(artifact), life);
    } catch (RuntimeException | Error unusable) {
      life.close();
      throw unusable;
    }
  }

  /** A model that is watched until it is closed. */
  private record Monitored(Model model, LiveMonitors.Life life) implements Model {

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
      try (life) {
        model.close();
      }
    }
  }
}
