package io.salver.monitor.outcome;

import java.util.List;

/**
 * How good a model is, told without labels from how sure it is. Immutable.
 *
 * @param metrics for the predictions of the window, whose number their samples are; names begin
 *     with {@value #PREFIX}
 * @param labels how many labels calibrated what the model says; 0 where it is taken as it is
 */
public record EstimatedQuality(List<QualityMetric> metrics, long labels) {

  /** What the names of estimates begin with. */
  public static final String PREFIX = "estimated_";

  /** Copies the list. */
  public EstimatedQuality {
    metrics = List.copyOf(metrics);
  }
}
