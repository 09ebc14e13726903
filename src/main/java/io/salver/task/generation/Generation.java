package io.salver.task.generation;

import io.salver.model.ModelId;
import io.salver.task.TaskAnswer;
import io.salver.task.TaskTimes;
import java.util.List;

/**
 * What was written.
 *
 * @param choices by index
 */
public record Generation(ModelId model, List<Choice> choices, Usage usage, TaskTimes times)
    implements TaskAnswer {

  /** Copies the list. */
  public Generation {
    choices = List.copyOf(choices);
  }
}
