package io.salver.task;

import io.salver.fault.BackendFailure;
import io.salver.fault.Nearest;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelLoader;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.time.StopSignal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A backend whose models fit the task that their {@code model.yaml} names: one that no request
 * could use is not loaded. Their tokenizers are open for as long as they are. Thread-safe.
 */
public final class TaskModelLoader implements ModelLoader {

  private final ModelLoader backend;
  private final ModelTokenizers tokenizers;
  private final Map<TaskName, TaskCheck> checkByTask = new EnumMap<>(TaskName.class);

  /** Checks what {@code backend} loads. */
  public TaskModelLoader(
      ModelLoader backend, List<? extends TaskCheck> checks, ModelTokenizers tokenizers) {
    this.backend = backend;
    this.tokenizers = tokenizers;
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
    tokenizers.begin(artifact.texts());
    try {
      return new Tokenizing(checked(artifact), artifact.texts());
    } catch (RuntimeException | Error unusable) {
      tokenizers.end(artifact.texts());
      throw unusable;
    }
  }

  private Model checked(ModelArtifact artifact) {
    Model model = backend.load(artifact);
    try {
      artifact.spec().task().ifPresent(task -> check(task, artifact, model));
      return model;
    } catch (RuntimeException | Error unusable) {
      model.close();
      throw unusable;
    }
  }

  /** A model that takes its tokenizers with it when it is closed. */
  private final class Tokenizing implements Model {

    private final Model model;
    private final TextFiles files;

    Tokenizing(Model model, TextFiles files) {
      this.model = model;
      this.files = files;
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
      try {
        model.close();
      } finally {
        tokenizers.end(files);
      }
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
