package io.salver.task.tabular;

import io.salver.tensor.Tensors;
import java.util.List;
import java.util.Optional;

/** Makes answers of the outputs of a run, as {@code postprocess} says. Immutable. */
sealed interface AnswerReading permits ClassReading, ValueReading {

  /**
   * What can be explained of one of {@code rows} rows: the probability of each class, or the value.
   */
  double[] targets(Tensors outputs, int rows, int row);

  /** The answer to one of {@code rows} rows, not explained. */
  RowAnswer answer(Tensors outputs, int rows, int row, Abstain abstain);

  /** The names of the classes; empty for a value. */
  List<String> labels();

  /** The unit of the value, if one is stated. */
  Optional<String> unit();

  /**
   * Checks that a rule can be kept.
   *
   * @throws io.salver.fault.InvalidInput when not
   */
  void check(Abstain abstain);
}
