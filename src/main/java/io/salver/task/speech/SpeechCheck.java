package io.salver.task.speech;

import io.salver.model.ModelSpec;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.task.TaskCheck;
import io.salver.task.TaskName;
import java.util.Set;

/** Whether a model can be used for one of the tasks of sounds: it can where it has a plan. */
public final class SpeechCheck implements TaskCheck {

  @Override
  public Set<TaskName> tasks() {
    return SpeechPlan.TASKS;
  }

  @Override
  public void check(TaskName task, ModelSpec spec, TextFiles texts, Signature signature) {
    SpeechPlan.of(task, spec, texts, signature);
  }
}
