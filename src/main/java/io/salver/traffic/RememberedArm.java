package io.salver.traffic;

import io.salver.model.ModelId;
import io.salver.rollout.ArmCounters;
import io.salver.rollout.Rollout;
import io.salver.rollout.RolloutDirectory;
import io.salver.rollout.Target;
import io.salver.serving.AnswerArm;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An arm that has answered in another process, which chance gave it to. Its rollout is looked up
 * when something becomes known, as it may have ended or begun anew. Thread-safe.
 */
record RememberedArm(AnswerArm answer, RolloutDirectory rollouts, ArmCounters counters)
    implements AnsweringArm {

  @Override
  public void known(String outcome, double value) {
    rollout().ifPresent(each -> counters.outcome(each, answer.arm().arm(), outcome, value));
  }

  @Override
  public boolean isOf(ModelId model) {
    return rollout()
        .filter(each -> each.target().equals(new Target.Model(model.name())))
        .flatMap(each -> each.split().arm(answer.arm().arm()))
        .filter(arm -> arm.version() == model.version())
        .isPresent();
  }

  /** None: what came in and went out was seen where it did. */
  @Override
  public Stream<String> distributions() {
    return Stream.empty();
  }

  @Override
  public Optional<AnswerArm> name() {
    return Optional.of(answer);
  }

  /** Its rollout, in the life in which it answered; empty where that has ended. */
  Optional<Rollout> rollout() {
    return rollouts
        .named(answer.arm().rollout())
        .filter(each -> each.began().equals(answer.began()));
  }
}
