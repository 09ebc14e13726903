package io.salver.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.rollout.Criterion.Better;
import io.salver.rollout.Finding.Verdict;
import io.salver.rollout.RolloutPlan.Afterwards;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutDecisionsTest {

  private static final Criterion ERRORS = new Criterion("errors", Better.LOWER, .005);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void worseVersionIsRolledBackAtOnce() {
    Decision decision = decide(0, Duration.ZERO, 1, Verdict.PASS, Verdict.FAIL);
    assertThat(decision).isInstanceOf(Decision.RollBack.class);
    assertThat(decision.reason())
        .isEqualTo(
            "worse than the control: errors by 0.01000 [0.005000, 0.01500], margin 0.005000, from 900 values");
  }

  @Test
  void stepLastsItsPauseHoweverClearTheEvidence() {
    assertThat(decide(0, MINUTE.minusMillis(1), 1, Verdict.PASS)).isInstanceOf(Decision.Wait.class);
  }

  @Test
  void goodVersionGoesStepByStepAndIsPromotedAfterTheLast() {
    assertThat(decide(0, MINUTE, 1, Verdict.PASS))
        .isInstanceOfSatisfying(
            Decision.Advance.class, advance -> assertThat(advance.step()).isEqualTo(1));
    assertThat(decide(1, MINUTE, 1, Verdict.PASS)).isInstanceOf(Decision.Promote.class);
  }

  @Test
  void withoutProofItWaitsAndThenDoesWhatThePlanSays() {
    assertThat(decide(0, MINUTE, 1, Verdict.INCONCLUSIVE)).isInstanceOf(Decision.Wait.class);
    assertThat(decide(plan(Afterwards.HOLD), 0, HOUR, 1, Verdict.INCONCLUSIVE))
        .isInstanceOf(Decision.Hold.class);
    assertThat(decide(plan(Afterwards.ADVANCE), 0, HOUR, 1, Verdict.INCONCLUSIVE))
        .isInstanceOf(Decision.Advance.class);
    assertThat(decide(plan(Afterwards.ROLL_BACK), 0, HOUR, 1, Verdict.INCONCLUSIVE))
        .isInstanceOf(Decision.RollBack.class);
  }

  @Test
  void armsWithoutTheirSharesAreNotCompared() {
    assertThat(decide(1, HOUR, 1e-4, Verdict.PASS)).isInstanceOf(Decision.Hold.class);
  }

  @Test
  void stepsMustRise() {
    assertThatThrownBy(() -> new RolloutPlan(List.of(500, 500), MINUTE, HOUR, Afterwards.HOLD))
        .hasMessage("steps must rise from above 0 to at most 10000 slots, received [500, 500]");
  }

  private static Decision decide(
      int step, Duration passed, double sampleRatio, Verdict... verdicts) {
    return decide(plan(Afterwards.HOLD), step, passed, sampleRatio, verdicts);
  }

  private static Decision decide(
      RolloutPlan plan, int step, Duration passed, double sampleRatio, Verdict... verdicts) {
    List<Finding> findings =
        List.of(verdicts).stream()
            .map(verdict -> new Finding(ERRORS, verdict, .01, .005, .015, 900))
            .toList();
    return RolloutDecisions.decide(plan, step, passed, findings, sampleRatio);
  }

  private static RolloutPlan plan(Afterwards afterwards) {
    return new RolloutPlan(List.of(500, 5_000), MINUTE, HOUR, afterwards);
  }
}
