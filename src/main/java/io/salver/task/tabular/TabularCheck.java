package io.salver.task.tabular;

import io.salver.model.ModelSpec;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.task.TaskCheck;
import io.salver.task.TaskName;
import java.util.Set;

/** Whether a model can be used for one of the tasks of rows: it can where it has a plan. */
public final class TabularCheck implements TaskCheck {

  private final TabularPlans plans;

  public TabularCheck(TabularPlans plans) {
    this.plans = plans;
  }

  @Override
  public Set<TaskName> tasks() {
    return TabularPlans.TASKS;
  }

  @Override
  public void check(TaskName task, ModelSpec spec, TextFiles texts, Signature signature) {
    plans.read(task, spec, texts, signature);
  }
}
