package io.salver.serving;

import io.salver.fault.BackendFailure;
import io.salver.model.ArtifactFiles;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelLoader;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes a model of an artefact: sets memory aside, verifies the files, loads, warms up. Blocking;
 * thread-safe. Whatever fails, nothing stays allocated.
 */
public final class ModelSource {

  private final Map<String, ModelLoader> backends = new HashMap<>();
  private final ArtifactFiles files;
  private final MemoryBudget budget;
  private final WarmUp warmUp;

  /** A source of models that {@code backends} can load. */
  public ModelSource(
      Collection<ModelLoader> backends, ArtifactFiles files, MemoryBudget budget, WarmUp warmUp) {
    backends.forEach(loader -> this.backends.put(loader.backend(), loader));
    this.files = files;
    this.budget = budget;
    this.warmUp = warmUp;
  }

  /** A model, which the caller closes, and what it was loaded from. */
  record Loaded(Model model, LoadedVersion version) {}

  Loaded load(ModelArtifact artifact) {
    ModelLoader loader = backends.get(artifact.backend());
    if (loader == null) {
      throw new BackendFailure("there is no backend '" + artifact.backend() + "'");
    }
    long bytes = files.bytes(artifact);
    MemoryBudget.Reservation memory = budget.reserve(artifact.id(), bytes);
    try {
      String sha256 = files.verify(artifact);
      Model model = new BudgetedModel(loader.load(artifact), memory);
      return new Loaded(
          warmedUp(model, artifact),
          new LoadedVersion(artifact.id(), artifact.backend(), sha256, bytes));
    } catch (RuntimeException | Error failure) {
      memory.close();
      throw failure;
    }
  }

  private Model warmedUp(Model model, ModelArtifact artifact) {
    try {
      warmUp.run(model, artifact);
      return model;
    } catch (RuntimeException | Error failure) {
      model.close();
      throw failure;
    }
  }
}
