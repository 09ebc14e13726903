package io.salver.task;

import io.salver.model.ModelSpec;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import java.util.Set;

/** Finds out, when a model is loaded, whether a task could use it. Thread-safe. */
public interface TaskCheck {

  /** The tasks that it knows. */
  Set<TaskName> tasks();

  /**
   * Reads what {@code model.yaml} says and compares it with the tensors.
   *
   * @throws io.salver.fault.BackendFailure that names the key, what was expected and what stands
   *     there
   */
  void check(TaskName task, ModelSpec spec, TextFiles texts, Signature signature);
}
