package io.salver.traffic;

import io.salver.model.ModelId;
import io.salver.rollout.ArmCounters;
import io.salver.rollout.Rollout;
import io.salver.rollout.RolloutSpec;
import io.salver.rollout.Target;
import io.salver.routing.Arm;
import io.salver.routing.Choice;
import io.salver.serving.AnswerArm;
import io.salver.serving.ArmName;
import io.salver.serving.RequestId;
import io.salver.serving.Route;
import io.salver.time.Ticker;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The arm of one request, from its choice on. Thread-safe. */
final class ChosenArm implements Route, AnsweringArm {

  private final Rollout rollout;
  private final Choice choice;
  private final ArmCounters counters;
  private final ArmObserver observer;
  private final LabelledArms labels;
  private final Ticker ticker;
  private final long began;

  ChosenArm(
      Rollout rollout,
      Choice choice,
      ArmCounters counters,
      ArmObserver observer,
      LabelledArms labels,
      Ticker ticker) {
    this.rollout = rollout;
    this.choice = choice;
    this.counters = counters;
    this.observer = observer;
    this.labels = labels;
    this.ticker = ticker;
    this.began = ticker.nanos();
  }

  @Override
  public Sides sides() {
    String control = rollout.split().control();
    return new Sides(side(choice.arm()), side(rollout.split().arm(control).orElseThrow()));
  }

  @Override
  public void answered(Optional<RequestId> id) {
    long nanos = ticker.nanos() - began;
    observer.answered(rollout, choice.arm().name(), nanos);
    if (choice.isRandomized()) {
      double seconds = (double) nanos / TimeUnit.SECONDS.toNanos(1);
      counters.answered(rollout, choice.arm().name(), seconds);
      id.filter(_ -> isRemembered()).ifPresent(each -> labels.answered(each.text(), this));
    }
  }

  @Override
  public void failed() {
    observer.failed(rollout, choice.arm().name());
    if (choice.isRandomized()) {
      counters.failed(rollout, choice.arm().name());
    }
  }

  @Override
  public void known(String outcome, double value) {
    if (choice.isRandomized()) {
      counters.outcome(rollout, choice.arm().name(), outcome, value);
    }
  }

  @Override
  public boolean isOf(ModelId model) {
    return rollout.target().equals(new Target.Model(model.name()))
        && choice.arm().version() == model.version();
  }

  @Override
  public Stream<String> distributions() {
    return rollout.spec().distributions();
  }

  @Override
  public Optional<AnswerArm> name() {
    return choice.isRandomized()
        ? Optional.of(
            new AnswerArm(new ArmName(rollout.name(), choice.arm().name()), rollout.began()))
        : Optional.empty();
  }

  /** Whether somebody waits for what is known of the answer later. */
  private boolean isRemembered() {
    RolloutSpec spec = rollout.spec();
    return spec.target() instanceof Target.Model
        && (spec.isOfDistributions() || LabelledArms.OUTCOMES.stream().anyMatch(spec::wants));
  }

  private Side side(Arm arm) {
    return new Side(new ArmName(rollout.name(), arm.name()), arm.version());
  }
}
