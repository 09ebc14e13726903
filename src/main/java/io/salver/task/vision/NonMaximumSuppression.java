package io.salver.task.vision;

import java.util.ArrayList;
import java.util.List;

/**
 * Drops boxes that overlap a better one, greedily: the best is kept, whatever overlaps it by more
 * than the threshold is dropped, and so on with what is left (Neubeck and Van Gool 2006, "Efficient
 * Non-Maximum Suppression", their plain form).
 */
final class NonMaximumSuppression {

  private NonMaximumSuppression() {}

  /**
   * The boxes that stay.
   *
   * @param candidates the best first
   * @param threshold intersection over union above which the lesser one is dropped
   * @param most how many stay at most
   * @param isClassAgnostic whether boxes of different classes drop one another
   */
  static List<Candidate> keep(
      List<Candidate> candidates, double threshold, int most, boolean isClassAgnostic) {
    List<Candidate> kept = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (kept.size() == most) {
        break;
      }
      boolean isRepeated =
          kept.stream()
              .anyMatch(
                  better ->
                      (isClassAgnostic || better.label() == candidate.label())
                          && better.overlap(candidate) > threshold);
      if (!isRepeated && !candidate.isEmpty()) {
        kept.add(candidate);
      }
    }
    return kept;
  }
}
