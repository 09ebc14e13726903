package io.salver.task.tabular;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The distribution of a value. Immutable.
 *
 * @param deviation its standard deviation, where it is known
 * @param quantiles by level, ascending
 * @param interval in the middle of it
 * @param components of a mixture of Gaussians; empty where it is none
 */
public record Spread(
    OptionalDouble deviation,
    List<Quantile> quantiles,
    Optional<Interval> interval,
    List<Component> components) {

  /** Copies the lists. */
  public Spread {
    quantiles = List.copyOf(quantiles);
    components = List.copyOf(components);
  }

  /**
   * The value that is not passed with that probability.
   *
   * @param level the probability, between 0 and 1
   */
  public record Quantile(double level, double value) {}

  /**
   * Holds the value with that probability; what is below it is as probable as what is above.
   *
   * @param level the probability, between 0 and 1
   */
  public record Interval(double level, double low, double high) {

    public double width() {
      return high - low;
    }
  }

  /**
   * One Gaussian of a mixture.
   *
   * @param weight its probability; those of all components sum to 1
   */
  public record Component(double weight, double mean, double deviation) {}
}
