package io.salver.api.feedback;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What became of the labels of a request. Immutable.
 *
 * @param accepted how many are kept and the first of their prediction
 * @param corrected how many are kept in place of others
 * @param duplicate how many say what was told already
 * @param unknown how many are of predictions that nobody remembers
 * @param invalid how many cannot be outcomes of their prediction
 * @param errors the first of the last two kinds
 * @param untold how many more of them there are
 */
public record FeedbackAnswer(
    int accepted,
    int corrected,
    int duplicate,
    int unknown,
    int invalid,
    List<Problem> errors,
    int untold) {

  /** Most labels that it is told of what was wrong with. */
  public static final int MOST_ERRORS = 1_000;

  /** Copies the list. */
  public FeedbackAnswer {
    errors = List.copyOf(errors);
  }

  /**
   * What was wrong with one label.
   *
   * @param place where it stands in the request
   * @param id where that could be read
   * @param index likewise
   * @param isUnknown whether nobody remembers its prediction
   */
  public record Problem(
      long place, Optional<String> id, OptionalInt index, boolean isUnknown, String reason) {}
}
