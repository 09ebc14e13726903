package io.salver.rollout;

/**
 * What the evidence says of a criterion. All numbers are of how much worse the new version is, in
 * the criterion's unit: negative where it is better.
 *
 * @param worse the estimate
 * @param low the lower end of its confidence sequence
 * @param high the upper end
 * @param least values in the smaller arm
 */
public record Finding(
    Criterion criterion, Verdict verdict, double worse, double low, double high, long least) {

  /** The three answers. */
  public enum Verdict {
    /** Not worse by the margin. */
    PASS,
    /** Worse. */
    FAIL,
    /** Neither is proven yet. */
    INCONCLUSIVE
  }
}
