package io.salver.monitor.log;

import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelId;
import io.salver.model.ModelLoader;
import io.salver.model.Signature;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.time.StopSignal;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What the versions that are loaded want of the log. While a version is reloaded the newer settings
 * hold. Thread-safe.
 */
public final class LoggedModels {

  private final ConcurrentMap<ModelId, Life> lives = new ConcurrentHashMap<>();

  /** One load of a version; the same only if it is itself. */
  private static final class Life {

    private final LogSettings settings;

    Life(LogSettings settings) {
      this.settings = settings;
    }
  }

  /** The settings of a version; empty when it is not loaded. */
  public Optional<LogSettings> of(ModelId model) {
    return Optional.ofNullable(lives.get(model)).map(life -> life.settings);
  }

  /**
   * A backend that tells this of what it loads. One whose {@code monitor.log} is wrong is not
   * loaded.
   */
  public ModelLoader watching(ModelLoader backend) {
    return new Loader(backend);
  }

  private final class Loader implements ModelLoader {

    private final ModelLoader backend;

    Loader(ModelLoader backend) {
      this.backend = backend;
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
      Life life = new Life(LogYaml.read(artifact.spec().monitor()));
      Model model = backend.load(artifact);
      lives.put(artifact.id(), life);
      return new Logged(model, artifact.id(), life);
    }
  }

  /** A model whose settings are forgotten when it is closed, unless a newer life has others. */
  private final class Logged implements Model {

    private final Model model;
    private final ModelId id;
    private final Life life;

    Logged(Model model, ModelId id, Life life) {
      this.model = model;
      this.id = id;
      this.life = life;
    }

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
      lives.remove(id, life);
      model.close();
    }
  }
}
