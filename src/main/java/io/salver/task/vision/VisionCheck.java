package io.salver.task.vision;

import io.salver.model.ModelSpec;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.task.TaskCheck;
import io.salver.task.TaskName;
import java.util.Set;

/** Whether a model can be used for one of the tasks of pictures: it can where it has a plan. */
public final class VisionCheck implements TaskCheck {

  @Override
  public Set<TaskName> tasks() {
    return VisionPlan.TASKS;
  }

  @Override
  public void check(TaskName task, ModelSpec spec, TextFiles texts, Signature signature) {
    VisionPlan.of(task, spec, texts, signature);
  }
}
