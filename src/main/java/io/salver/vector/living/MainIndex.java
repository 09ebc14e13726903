package io.salver.vector.living;

import io.salver.vector.IndexSpec;
import io.salver.vector.VectorIndex;
import java.time.Instant;

/**
 * The immutable part of a generation, with what the next merge and a search need to know of it.
 *
 * @param index ids are rows; closed with the generation
 * @param traits of its kind
 * @param training what it was trained with
 * @param holes vectors that a graph keeps though they are gone
 * @param builtAt when it was finished
 * @param scanLimit up to how many allowed rows are scanned instead
 */
record MainIndex(
    VectorIndex index,
    KindTraits traits,
    Training training,
    int holes,
    Instant builtAt,
    long scanLimit) {

  /**
   * What an index keeps until it is trained anew.
   *
   * @param size how many vectors there were
   * @param effort to search with when a request names none; 0: the library's own
   * @param filteredEffort the same where a filter allows {@value #FILTERED_SHARE} of the rows; on
   *     top the library raises it as the allowed share shrinks
   */
  record Training(int size, int effort, int filteredEffort) {

    static final double FILTERED_SHARE = 1.0 / 8;

    /** The effort where that share of the rows is allowed: in between, it grows steadily. */
    int effort(double share) {
      double progress = Math.log(share) / Math.log(FILTERED_SHARE);
      double growth = (double) filteredEffort / Math.max(1, effort);
      return (int) Math.round(effort * Math.pow(growth, Math.clamp(progress, 0, 1)));
    }
  }

  static MainIndex of(VectorIndex index, Training training, int holes, Instant builtAt) {
    KindTraits traits = KindTraits.of(index.spec().description());
    long scanLimit = traits.scanLimit(Math.toIntExact(index.size()), training.filteredEffort());
    return new MainIndex(index, traits, training, holes, builtAt, scanLimit);
  }

  static MainIndex empty(IndexSpec spec, Instant now) {
    return of(new EmptyIndex(spec), new Training(0, 0, 0), 0, now);
  }

  String kind() {
    return index.spec().description();
  }

  int size() {
    return Math.toIntExact(index.size());
  }
}
