package io.salver.task.tabular;

import io.salver.model.ModelId;
import io.salver.task.TaskAnswer;
import io.salver.task.TaskTimes;
import java.util.List;
import java.util.Optional;

/**
 * What a model says of rows. Immutable, in memory of its own: it outlives the request's scope.
 *
 * @param model the version that ran
 * @param rows one for each row of the request, in its order
 * @param unit of the values, if the model states one
 */
public record TabularAnswer(
    ModelId model, List<RowAnswer> rows, Optional<String> unit, TaskTimes times)
    implements TaskAnswer {

  /** Copies the list. */
  public TabularAnswer {
    rows = List.copyOf(rows);
  }
}
