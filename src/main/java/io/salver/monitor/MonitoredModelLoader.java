package io.salver.monitor;

import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelLoader;
import io.salver.model.Signature;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.time.StopSignal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A backend that tells of what it loads: lives begin, in their order, before a model is loaded, and
 * end, the last one first, when it has been closed. One whose life cannot begin is not loaded.
 * Thread-safe.
 */
public final class MonitoredModelLoader implements ModelLoader {

  private final ModelLoader backend;
  private final List<ModelLives> lives;

  /** Tells {@code lives} of what {@code backend} loads. */
  public MonitoredModelLoader(ModelLoader backend, List<ModelLives> lives) {
    this.backend = backend;
    this.lives = List.copyOf(lives);
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
    Begun begun = new Begun();
    try {
      for (ModelLives each : lives) {
        begun.add(each.begin(artifact));
      }
      return new Monitored(backend.load(artifact), begun);
    } catch (RuntimeException | Error unusable) {
      try (begun) {
        throw unusable;
      }
    }
  }

  /** Lives that have begun; for one thread after the other. */
  private static final class Begun implements AutoCloseable {

    private final Deque<ModelLives.Life> lives = new ArrayDeque<>();

    void add(ModelLives.Life life) {
      lives.push(life);
    }

    /** Ends each, whatever becomes of the others. */
    @Override
    public void close() {
      ModelLives.Life last = lives.poll();
      if (last == null) {
        return;
      }
      try {
        last.close();
      } finally {
        close();
      }
    }
  }

  /** A model whose lives end when it is closed. */
  private record Monitored(Model model, Begun begun) implements Model {

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
      try (begun) {
        model.close();
      }
    }
  }
}
