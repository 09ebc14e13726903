package io.salver.task.tabular;

import io.salver.table.CellProblem;
import io.salver.task.ClassScore;
import java.util.List;
import java.util.Optional;

/** What a model says of one row, or why it says nothing. Immutable. */
public sealed interface RowAnswer {

  /**
   * Classes.
   *
   * @param classes all of them with their probabilities, the most probable first
   * @param abstained why a person should decide; absent: the first class is the answer
   */
  record Classified(
      List<ClassScore> classes, Optional<Explanation> explanation, Optional<String> abstained)
      implements RowAnswer {

    /** Copies the list. */
    public Classified {
      classes = List.copyOf(classes);
    }
  }

  /**
   * A value.
   *
   * @param value the model's best single guess, in its unit
   * @param spread how sure that is, where the model says
   * @param abstained why a person should decide; absent: the value is the answer
   */
  record Valued(
      double value,
      Optional<Spread> spread,
      Optional<Explanation> explanation,
      Optional<String> abstained)
      implements RowAnswer {}

  /**
   * A row that cannot be read, in a request where the others are answered.
   *
   * @param problems the first of them, at least one
   * @param more how many more there are
   */
  record Refused(List<CellProblem> problems, int more) implements RowAnswer {

    /** Copies the list. */
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
