package io.salver.task.text;

import io.salver.model.ModelId;
import io.salver.task.TaskAnswer;
import io.salver.task.TaskTimes;
import java.util.List;

/**
 * Where in a text the answer to a question stands. Immutable.
 *
 * @param model the version that ran
 * @param answers the best first; none where the text does not say
 * @param noAnswer how probable it is that the text does not say, 0 where the model never says so
 * @param tokens of question and text, special ones included
 * @param cut whether the model did not read the text to its end
 * @param windows how many it was read in
 */
public record QuestionAnswer(
    ModelId model,
    List<Span> answers,
    double noAnswer,
    int tokens,
    boolean cut,
    int windows,
    TaskTimes times)
    implements TaskAnswer {

  /** Copies the list. */
  public QuestionAnswer {
    answers = List.copyOf(answers);
  }

  /**
   * A part of the text.
   *
   * @param start its first character, in UTF-16 units of the caller's string
   * @param end the character after its last, likewise
   * @param score its probability among all spans that were compared, and no answer
   */
  public record Span(String text, int start, int end, double score) {}
}
