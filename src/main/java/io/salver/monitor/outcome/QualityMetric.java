package io.salver.monitor.outcome;

import java.util.Optional;

/**
 * One figure of a model's quality. Immutable.
 *
 * @param name as in the label {@code metric} of {@code model_quality}
 * @param of the class that it is of; absent where it is of all
 */
public record QualityMetric(String name, Optional<String> of, Estimate estimate) {

  /** Share of answers whose first class is the true one. */
  public static final String ACCURACY = "accuracy";

  /** Mean of the recalls of all classes. */
  public static final String BALANCED_ACCURACY = "balanced_accuracy";

  /**
   * Area under the receiver operating characteristic; of several classes their mean, one versus the
   * rest.
   */
  public static final String AUC = "auc";

  /** Mean of minus the logarithm of what the true class was given. */
  public static final String LOG_LOSS = "log_loss";

  /** Mean squared distance of the probabilities from the truth. */
  public static final String BRIER = "brier_score";

  /** Expected calibration error. */
  public static final String CALIBRATION_ERROR = "calibration_error";

  /** Root of the mean squared error. */
  public static final String RMSE = "rmse";

  /** Mean absolute error. */
  public static final String MAE = "mae";

  /** Mean error: predicted minus true. */
  public static final String BIAS = "bias";

  /** Share of true values inside the predicted interval. */
  public static final String COVERAGE = "interval_coverage";

  /** Of a class: the share of its own that were given it. */
  public static final String RECALL = "recall";

  /** Of a class: the share of those given it that are its own. */
  public static final String PRECISION = "precision";

  /** Of a class: the share of all that were given it. */
  public static final String SELECTED = "selected";

  /** Share of the lists in which something was clicked. */
  public static final String CTR = "ctr";

  /** Mean normalised discounted cumulative gain of lists. */
  public static final String NDCG = "ndcg";

  /** The same of the lists in which something was clicked or bought. */
  public static final String NDCG_CLICKED = "ndcg_clicked";

  static QualityMetric of(String name, Estimate estimate) {
    return new QualityMetric(name, Optional.empty(), estimate);
  }
}
