package io.salver.traffic;

import io.salver.rollout.ArmCounters;
import io.salver.rollout.RolloutDirectory;
import io.salver.serving.AnswerArm;
import io.salver.serving.AnswerArms;
import io.salver.serving.ArmOutcomes;
import java.util.Optional;

/** Arms of the rollouts that there are, over the end of a process. Thread-safe. */
public final class RememberedArms implements AnswerArms {

  private final RolloutDirectory rollouts;
  private final ArmCounters counters;

  /** Arms of {@code rollouts}; what becomes known is counted by {@code counters}. */
  public RememberedArms(RolloutDirectory rollouts, ArmCounters counters) {
    this.rollouts = rollouts;
    this.counters = counters;
  }

  @Override
  public Optional<AnswerArm> written(ArmOutcomes arm) {
    return arm instanceof AnsweringArm answering ? answering.name() : Optional.empty();
  }

  @Override
  public RememberedArm read(AnswerArm arm) {
    return new RememberedArm(arm, rollouts, counters);
  }

  /** Whether labels still count for that arm. */
  boolean wantsLabels(AnswerArm arm) {
    return read(arm)
        .rollout()
        .filter(rollout -> LabelledArms.OUTCOMES.stream().anyMatch(rollout.spec()::wants))
        .isPresent();
  }
}
