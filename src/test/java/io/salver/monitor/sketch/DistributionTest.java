package io.salver.monitor.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class DistributionTest {

  @Test
  void observations_make_a_step_function() {
    Distribution steps = Distribution.of(2, 1, 2, 4);
    assertThat(steps.knots()).isEqualTo(3);
    assertThat(steps.rank(0.5)).isZero();
    assertThat(steps.rank(1)).isEqualTo(.25);
    assertThat(steps.rank(1.5)).isEqualTo(.25);
    assertThat(steps.rankBelow(2)).isEqualTo(.25);
    assertThat(steps.rank(2)).isEqualTo(.75);
    assertThat(steps.rank(9)).isEqualTo(1);
    assertThat(steps.quantile(0)).isEqualTo(1);
    assertThat(steps.quantile(.5)).isEqualTo(2);
    assertThat(steps.quantile(1)).isEqualTo(4);
    assertThat(steps.mean()).isEqualTo(2.25);
    assertThat(steps.deviation()).isCloseTo(Math.sqrt(1.1875), within(1e-12));
    assertThat(steps.largestShare()).isEqualTo(.5);
  }

  @Test
  void between_percentiles_ranks_are_interpolated() {
    Distribution line = Distribution.ofQuantiles(new double[] {0, 1, 3}, 100);
    assertThat(line.rank(0.5)).isEqualTo(.25);
    assertThat(line.rank(2)).isEqualTo(.75);
    assertThat(line.quantile(.25)).isEqualTo(.5);
    assertThat(line.quantile(.75)).isEqualTo(2);
    assertThat(line.rank(-1)).isZero();
    assertThat(line.rank(4)).isEqualTo(1);
    assertThat(line.mean()).isEqualTo(.5 * .5 + .5 * 2);
  }

  @Test
  void a_value_with_several_percentiles_holds_half_a_step_more_on_each_side() {
    double[] quantiles = new double[101];
    for (int i = 0; i <= 100; i++) {
      quantiles[i] = i <= 44 ? 0 : 1;
    }
    Distribution flag = Distribution.ofQuantiles(quantiles, 1_000);
    assertThat(flag.rank(0)).isCloseTo(.445, within(1e-12));
    assertThat(flag.rankBelow(1)).isCloseTo(.445, within(1e-12));
    assertThat(flag.rank(.5)).isCloseTo(.445, within(1e-12));
    assertThat(flag.rank(1)).isEqualTo(1);
    assertThat(flag.rankBelow(0)).isZero();
    assertThat(flag.upTo(0)).as("what is certain").isEqualTo(.44);
    assertThat(flag.below(1)).as("what is certain").isEqualTo(.45);
    assertThat(flag.largestShare()).isGreaterThanOrEqualTo(.555);
  }

  @Test
  void a_constant_is_one_knot() {
    Distribution constant = Distribution.ofQuantiles(new double[] {5, 5, 5}, 9);
    assertThat(constant.knots()).isEqualTo(1);
    assertThat(constant.rankBelow(5)).isZero();
    assertThat(constant.rank(5)).isEqualTo(1);
    assertThat(constant.deviation()).isZero();
    assertThat(constant.largestShare()).isEqualTo(1);
  }
}
