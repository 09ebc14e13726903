package io.salver.task.text;

import io.salver.model.ModelId;
import io.salver.task.TaskAnswer;
import io.salver.task.TaskTimes;
import java.util.List;

/**
 * What a model read. Immutable, in memory of its own: it outlives the request's scope.
 *
 * @param model the version that ran
 * @param texts one reading for each text of the request, in its order
 */
public record TextAnswer(ModelId model, List<Reading> texts, TaskTimes times)
    implements TaskAnswer {

  /** Copies the list. */
  public TextAnswer {
    texts = List.copyOf(texts);
  }

  /**
   * What was read in one text.
   *
   * @param tokens of the whole text, special ones included
   * @param cut whether the model did not read it to its end
   * @param windows how many it was read in, at least 1
   */
  public record Reading(int tokens, boolean cut, int windows, TextFinding finding) {}
}
