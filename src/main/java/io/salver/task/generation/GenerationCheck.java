package io.salver.task.generation;

import io.salver.model.ModelSpec;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.task.ModelTokenizers;
import io.salver.task.TaskCheck;
import io.salver.task.TaskName;
import java.util.Set;

/** Whether a model can be used to write: it can where it has a plan. */
public final class GenerationCheck implements TaskCheck {

  private final ModelTokenizers tokenizers;

  public GenerationCheck(ModelTokenizers tokenizers) {
    this.tokenizers = tokenizers;
  }

  @Override
  public Set<TaskName> tasks() {
    return GenerationPlan.TASKS;
  }

  @Override
  public void check(TaskName task, ModelSpec spec, TextFiles files, Signature signature) {
    GenerationPlan.of(task, spec, files, signature, tokenizers);
  }
}
