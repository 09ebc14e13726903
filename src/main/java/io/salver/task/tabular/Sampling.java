package io.salver.task.tabular;

/**
 * Which mixtures of a row and of background rows a model runs to explain the row, and what follows
 * from their values. Immutable; a pure function of its seed.
 */
interface Sampling {

  /** How many mixed rows are run. */
  int size();

  /** Whether the mixed row {@code run} has the row's own value of that feature. */
  boolean isOwn(int run, int feature);

  /** The background row that the other values of the mixed row {@code run} come from. */
  int background(int run);

  /**
   * What each feature contributes.
   *
   * @param values of the mixed rows
   * @param explained the row's own value
   * @param backgrounds the values of the background rows
   */
  Contributions contributions(double[] values, double explained, double[] backgrounds);

  /**
   * One number for each feature.
   *
   * @param errors their standard errors; NaN where they are not known
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Contributions(double[] values, double[] errors) {}
}
