package io.salver.task.generation;

import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelLoader;
import io.salver.model.Signature;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.time.StopSignal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** A backend whose runs a test sees, before they begin and on their thread. Thread-safe. */
final class WatchedLoader implements ModelLoader {

  /** A run. */
  record Run(String model, Tensors inputs) {

    /** The extent of an input. */
    long extent(String input, int axis) {
      return inputs.get(input).shape().extent(axis);
    }
  }

  /** Hears of runs. */
  interface Watcher {
    void before(Run run);
  }

  private final ModelLoader backend;
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
  private final AtomicBoolean silent = new AtomicBoolean(true);

  WatchedLoader(ModelLoader backend) {
    this.backend = backend;
  }

  /** From now on {@code watcher} hears; until then models warm up unseen. */
  void watch(Watcher watcher) {
    silent.set(false);
    watchers.add(watcher);
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
    Model model = backend.load(artifact);
    return new Model() {
      @Override
      public Signature signature() {
        return model.signature();
      }

      @Override
      public Tensors infer(Tensors inputs, TensorScope scope, StopSignal stop) {
        if (!silent.get()) {
          watchers.forEach(watcher -> watcher.before(new Run(artifact.id().name(), inputs)));
        }
        return model.infer(inputs, scope, stop);
      }

      @Override
      public void close() {
        model.close();
      }
    };
  }
}
