package io.salver.traffic;

import io.salver.rollout.ArmCounters;
import io.salver.rollout.Rollout;
import io.salver.routing.Arm;
import io.salver.routing.Choice;
import io.salver.serving.ArmName;
import io.salver.serving.Route;
import io.salver.time.Ticker;
import java.util.concurrent.TimeUnit;

/** The arm of one request, from its choice on. Thread-safe. */
final class ChosenArm implements Route {

  private final Rollout rollout;
  private final Choice choice;
  private final ArmCounters counters;
  private final ArmObserver observer;
  private final Ticker ticker;
  private final long began;

  ChosenArm(
      Rollout rollout, Choice choice, ArmCounters counters, ArmObserver observer, Ticker ticker) {
    this.rollout = rollout;
    this.choice = choice;
    this.counters = counters;
    this.observer = observer;
    this.ticker = ticker;
    this.began = ticker.nanos();
  }

  @Override
  public Side chosen() {
    return side(choice.arm());
  }

  @Override
  public Side control() {
    return side(rollout.split().arm(rollout.split().control()).orElseThrow());
  }

  @Override
  public void answered() {
    long nanos = ticker.nanos() - began;
    observer.answered(rollout, choice.arm().name(), nanos);
    if (choice.isRandomized()) {
      double seconds = (double) nanos / TimeUnit.SECONDS.toNanos(1);
      counters.answered(rollout, choice.arm().name(), seconds);
    }
  }

  @Override
  public void failed() {
    observer.failed(rollout, choice.arm().name());
    if (choice.isRandomized()) {
      counters.failed(rollout, choice.arm().name());
    }
  }

  private Side side(Arm arm) {
    return new Side(new ArmName(rollout.name(), arm.name()), arm.version());
  }
}
