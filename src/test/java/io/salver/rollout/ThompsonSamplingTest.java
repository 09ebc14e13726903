package io.salver.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.salver.rollout.ThompsonSampling.Trials;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ThompsonSamplingTest {

  private static final int DRAWS = 20_000;

  private final Random random = new Random(3);

  @Test
  void armsOfWhichNothingIsKnownShareEvenly() {
    double[] shares = shares(0, new Trials(0, 0), new Trials(0, 0));
    assertThat(shares[0]).isCloseTo(.5, within(.02));
  }

  /** Beta(3, 1) against Beta(1, 3): ∫ x³ dx-integral gives 19/20. */
  @Test
  void shareIsTheChanceOfBeingTheBest() {
    double[] shares = shares(0, new Trials(2, 2), new Trials(0, 2));
    assertThat(shares[0]).isCloseTo(.95, within(.01));
  }

  @Test
  void theWorstKeepsItsFloor() {
    double[] shares = shares(.05, new Trials(900, 1_000), new Trials(100, 1_000));
    assertThat(shares).containsExactly(new double[] {.95, .05}, within(1e-9));
  }

  @Test
  void mostTrafficFindsTheBestArm() {
    double[] rates = {.05, .06, .10};
    long[] successes = new long[rates.length];
    long[] counts = new long[rates.length];
    for (int round = 0; round < 200; round++) {
      double[] shares = ThompsonSampling.of(trials(successes, counts), 500, random).shares(.02);
      for (int arm = 0; arm < rates.length; arm++) {
        int requests = (int) Math.round(100 * shares[arm]);
        counts[arm] += requests;
        for (int i = 0; i < requests; i++) {
          successes[arm] += random.nextDouble() < rates[arm] ? 1 : 0;
        }
      }
    }
    assertThat((double) counts[2] / Arrays.stream(counts).sum()).isGreaterThan(.75);
  }

  @Test
  void floorsThatLeaveNoRoomAreRefused() {
    assertThatThrownBy(() -> shares(.6, new Trials(0, 0), new Trials(0, 0)))
        .hasMessageContaining("room for the floor");
  }

  /** With rates of p and q and much seen of both, it is the quantile of a normal law. */
  @Test
  void whatRemainsIsTheUpperQuantileOfWhatAnotherHasOverTheLeader() {
    ThompsonSampling close =
        ThompsonSampling.of(
            List.of(new Trials(5_000, 10_000), new Trials(5_000, 10_000)), DRAWS, random);
    assertThat(close.remaining()).isCloseTo(1.645 * Math.sqrt(2 * .25 / 10_000) / .5, within(2e-3));
    ThompsonSampling apart =
        ThompsonSampling.of(List.of(new Trials(500, 1_000), new Trials(600, 1_000)), DRAWS, random);
    assertThat(apart.leader()).isEqualTo(1);
    assertThat(apart.remaining()).isZero();
  }

  private double[] shares(double floor, Trials... arms) {
    return ThompsonSampling.of(List.of(arms), DRAWS, random).shares(floor);
  }

  private static List<Trials> trials(long[] successes, long[] counts) {
    return List.of(
        new Trials(successes[0], counts[0]),
        new Trials(successes[1], counts[1]),
        new Trials(successes[2], counts[2]));
  }
}
