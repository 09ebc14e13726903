package io.salver.rollout.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class MeanDifferenceTest {

  @Property(seed = "1")
  void intervalExcludesNoDifferenceExactlyWhenThePValueIsBelowTheLevel(
      @ForAll @Scale(4) @DoubleRange(min = -5, max = 5) double difference,
      @ForAll @Scale(4) @DoubleRange(min = .001, max = 10) double variance,
      @ForAll @Scale(4) @DoubleRange(min = .01, max = 2) double scale,
      @ForAll @Scale(4) @DoubleRange(min = .001, max = .5) double alpha) {
    MeanDifference found = new MeanDifference(difference, variance, scale);
    boolean excludes = found.low(alpha) > 0 || found.high(alpha) < 0;
    if (Math.abs(found.pValue() - alpha) > 1e-9) {
      assertThat(excludes).isEqualTo(found.pValue() < alpha);
    }
  }

  @Property(seed = "1")
  void moreDataNeverWidenTheInterval(
      @ForAll @Scale(4) @DoubleRange(min = .001, max = 10) double variance,
      @ForAll @Scale(4) @DoubleRange(min = .01, max = 2) double scale) {
    assertThat(new MeanDifference(0, variance / 2, scale).halfWidth(.05))
        .isLessThanOrEqualTo(new MeanDifference(0, variance, scale).halfWidth(.05));
  }

  @Test
  void knownDifferenceHasItsInterval() {
    MeanDifference found =
        MeanDifference.of(new Summary(1_000, 1, 4), new Summary(1_000, 1.5, 4), .5);
    assertThat(found.variance()).isCloseTo(.008, within(1e-12));
    assertThat(found.halfWidth(.05)).isCloseTo(.279_54, within(1e-5));
    assertThat(found.low(.05)).isCloseTo(.220_46, within(1e-5));
  }

  @Test
  void withoutTwoValuesInEachArmNothingIsKnown() {
    MeanDifference found = MeanDifference.of(new Summary(1, 1, 0), new Summary(9, 2, 1), .5);
    assertThat(found.pValue()).isEqualTo(1);
    assertThat(found.high(.05)).isInfinite();
  }

  @Test
  void constantsDifferOrDoNot() {
    Summary one = new Summary(10, 1, 0);
    assertThat(MeanDifference.of(one, one, 1).pValue()).isEqualTo(1);
    assertThat(MeanDifference.of(one, new Summary(10, 2, 0), 1).pValue()).isEqualTo(0);
  }

  @Test
  void scaleMustBePositive() {
    assertThatThrownBy(() -> MeanDifference.of(Summary.NONE, Summary.NONE, 0))
        .hasMessage("scale must be above 0, received 0.0");
  }
}
