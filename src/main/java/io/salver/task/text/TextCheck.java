package io.salver.task.text;

import io.salver.model.ModelSpec;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.task.ModelTokenizers;
import io.salver.task.TaskCheck;
import io.salver.task.TaskName;
import java.util.Set;

/**
 * Whether a model can be used for one of the tasks of reading texts: it can where it has a plan.
 */
public final class TextCheck implements TaskCheck {

  private final ModelTokenizers tokenizers;

  /** Opens tokenizers of {@code tokenizers}. */
  public TextCheck(ModelTokenizers tokenizers) {
    this.tokenizers = tokenizers;
  }

  @Override
  public Set<TaskName> tasks() {
    return TextPlan.TASKS;
  }

  @Override
  public void check(TaskName task, ModelSpec spec, TextFiles texts, Signature signature) {
    TextPlan.of(task, spec, texts, signature, tokenizers);
  }
}
