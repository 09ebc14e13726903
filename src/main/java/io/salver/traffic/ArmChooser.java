package io.salver.traffic;

import io.salver.rollout.ArmCounters;
import io.salver.rollout.Rollout;
import io.salver.rollout.RolloutDirectory;
import io.salver.rollout.Target;
import io.salver.routing.Choice;
import io.salver.routing.Subject;
import io.salver.serving.Caller;
import io.salver.serving.Route;
import io.salver.time.Ticker;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Chooses arms for requests, and has counted what becomes of them. Where nobody divides the traffic
 * it looks into one map. Thread-safe if its parts are.
 */
public final class ArmChooser {

  private final RolloutDirectory directory;
  private final ArmCounters counters;
  private final ArmObserver observer;
  private final LabelledArms labels;
  private final Ticker ticker;
  private final RandomGenerator chance;

  /**
   * Chooses by the rollouts in {@code directory}.
   *
   * @param counters count what chance gave to an arm
   * @param observer hears of all requests
   * @param labels remembers who answered, until the label comes
   * @param chance draws for requests without a key; must be thread-safe
   */
  public ArmChooser(
      RolloutDirectory directory,
      ArmCounters counters,
      ArmObserver observer,
      LabelledArms labels,
      Ticker ticker,
      RandomGenerator chance) {
    this.directory = directory;
    this.counters = counters;
    this.observer = observer;
    this.labels = labels;
    this.ticker = ticker;
    this.chance = chance;
  }

  /**
   * The arm of one request.
   *
   * @return empty when nobody divides that traffic
   * @throws io.salver.fault.InvalidInput when an arm is asked for that is not there
   */
  Optional<Route> choose(Target target, Caller caller) {
    return directory.of(target).map(rollout -> chosen(rollout, caller));
  }

  private Route chosen(Rollout rollout, Caller caller) {
    Subject subject = Subjects.of(caller, rollout, directory);
    Choice choice =
        rollout.split().choose(subject, chance).orElseThrow(); // what is not there was refused
    if (choice.isRandomized()) {
      counters.assigned(rollout, choice.arm().name(), subject.key());
    }
    return new ChosenArm(rollout, choice, counters, observer, labels, ticker);
  }
}
