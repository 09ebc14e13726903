package io.salver.task.tabular;

import io.salver.fault.BackendFailure;
import io.salver.task.tabular.Spread.Component;
import java.util.List;

/**
 * A mixture of Gaussians, as mixture density networks give it (Bishop 1994). Immutable.
 *
 * @param components at least one; their weights sum to 1
 */
record Mixture(List<Component> components) {

  private static final double TOLERANCE = 1e-3;
  private static final double FAR = 40;
  private static final int STEPS = 100;

  Mixture {
    components = List.copyOf(components);
  }

  /**
   * The mixture that a model gave.
   *
   * @throws BackendFailure when it is none
   */
  static Mixture of(double[] weights, double[] means, double[] deviations) {
    Component[] components = new Component[weights.length];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i];
      if (!(weights[i] >= 0) || !(deviations[i] > 0)) {
        throw new BackendFailure(
            "the model gave a component of weight %s and deviation %s"
                .formatted(weights[i], deviations[i]));
      }
    }
    if (!(Math.abs(sum - 1) <= TOLERANCE)) {
      throw new BackendFailure("the model gave weights that sum to %s, not to 1".formatted(sum));
    }
    for (int i = 0; i < weights.length; i++) {
      components[i] = new Component(weights[i] / sum, means[i], deviations[i]);
    }
    return new Mixture(List.of(components));
  }

  double mean() {
    return components.stream().mapToDouble(each -> each.weight() * each.mean()).sum();
  }

  double deviation() {
    double mean = mean();
    double variance =
        components.stream()
            .mapToDouble(
                each ->
                    each.weight()
                        * (each.deviation() * each.deviation()
                            + (each.mean() - mean) * (each.mean() - mean)))
            .sum();
    return Math.sqrt(variance);
  }

  /** The probability of at most {@code value}. */
  double cumulative(double value) {
    double sum = 0;
    for (Component each : components) {
      sum += each.weight() * Gaussian.cumulative((value - each.mean()) / each.deviation());
    }
    return sum;
  }

  /** The value that is not passed with probability {@code level}, by bisection. */
  double quantile(double level) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Component each : components) {
      low = Math.min(low, each.mean() - FAR * each.deviation());
      high = Math.max(high, each.mean() + FAR * each.deviation());
    }
    for (int step = 0; step < STEPS; step++) {
      double middle = low + (high - low) / 2;
      if (middle <= low || middle >= high) {
        break;
      }
      if (cumulative(middle) < level) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low + (high - low) / 2;
  }
}
