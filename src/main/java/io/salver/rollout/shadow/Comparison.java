package io.salver.rollout.shadow;

/**
 * How the answers of two versions to one row are compared. Each gives a disagreement from 0, none,
 * to 1.
 */
public sealed interface Comparison {

  /** 0 where all elements are equal, 1 else; NaN equals NaN. */
  record Exact() implements Comparison {}

  /**
   * 0 where all elements are near one another, 1 else; strings must be equal.
   *
   * @param most the greatest |a − b| / max(1, |a|), a being the control's; above 0
   */
  record Tolerance(double most) implements Comparison {

    /** Checks the tolerance. */
    public Tolerance {
      if (!(most > 0 && most < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("a tolerance must be above 0, received " + most);
      }
    }
  }

  /**
   * The share of the greatest elements of the control that are not among as many of the shadow. Of
   * equal elements the first is the greater.
   *
   * @param count how many, from 1; all where a row has fewer
   */
  record TopOverlap(int count) implements Comparison {

    /** Checks the count. */
    public TopOverlap {
      if (count < 1) {
        throw new IllegalArgumentException("at least the top 1 is compared, received " + count);
      }
    }
  }

  /**
   * (1 − ρ) / 2 by Spearman's rank correlation of the elements of the row (Spearman, 1904), equal
   * elements having the mean of their ranks; a row without any order agrees with another such row,
   * and is halfway to every other one.
   */
  record RankCorrelation() implements Comparison {}
}
