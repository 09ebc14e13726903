package io.salver.task;

import io.salver.fault.BackendFailure;
import io.salver.fault.Nearest;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelLoader;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A backend whose models fit the task that their {@code model.yaml} names: one that no request
 * could use is not loaded. Thread-safe.
 */
public final class TaskModelLoader implements ModelLoader {

  private final ModelLoader backend;
  private final Map<TaskName, TaskCheck> checkByTask = new EnumMap<>(TaskName.class);

  /** Checks what {@code backend} loads. */
  public TaskModelLoader(ModelLoader backend, List<? extends TaskCheck> checks) {
    this.backend = backend;
    checks.forEach(check -> check.tasks().forEach(task -> checkByTask.put(task, check)));
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
    try {
      artifact.spec().task().ifPresent(task -> check(task, artifact, model));
      return model;
    } catch (RuntimeException | Error unusable) {
      model.close();
      throw unusable;
    }
  }

  private void check(String text, ModelArtifact artifact, Model model) {
    TaskName task =
        TaskName.named(text)
            .orElseThrow(
                () ->
                    new BackendFailure(
                        "model.yaml: unknown task '%s'; the nearest known one is '%s'"
                            .formatted(text, Nearest.among(text, TaskName.texts()))));
    TaskCheck check = checkByTask.get(task);
    if (check != null) {
      check.check(task, artifact.spec(), artifact.texts(), model.signature());
    }
  }
}
