package io.salver.rollout;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges rollouts, again and again: tells the store what this replica has seen, and decides on what
 * all have seen. Every replica does; the first whose decision is written has decided. For one
 * thread, which may block.
 */
public final class RolloutJudging {

  private final RolloutDirectory directory;
  private final RolloutControl control;
  private final ArmCounters counters;
  private final ArmReports reports;
  private final String replica;
  private final RolloutObserver observer;
  private final InstantSource clock;

  /**
   * A judge of the rollouts in {@code directory}.
   *
   * @param replica the name of this replica's life
   */
  public RolloutJudging(
      RolloutDirectory directory,
      RolloutControl control,
      ArmCounters counters,
      ArmReports reports,
      String replica,
      RolloutObserver observer,
      InstantSource clock) {
    this.directory = directory;
    this.control = control;
    this.counters = counters;
    this.reports = reports;
    this.replica = replica;
    this.observer = observer;
    this.clock = clock;
  }

  /**
   * Looks once.
   *
   * @throws io.salver.fault.BackendFailure when the store fails
   */
  public void look() {
    directory.refresh();
    List<Rollout> rollouts = directory.all();
    counters.retain(rollouts);
    for (Rollout rollout : rollouts) {
      reports.report(rollout.name(), replica, counters.report(rollout));
      ArmsReport seen = reports.seen(rollout.name(), rollout.began());
      observer.seen(rollout, seen);
      if (rollout.isJudged()) {
        control.decided(rollout, decide(rollout, seen, clock.instant()), findings(rollout, seen));
      }
    }
  }

  /** Tells the store what this replica has seen, for the last time before it ends. */
  public void tell() {
    for (Rollout rollout : directory.all()) {
      reports.report(rollout.name(), replica, counters.report(rollout));
    }
  }

  /** What should happen to a rollout that is judged, by what was seen of it. */
  static Decision decide(Rollout rollout, ArmsReport seen, Instant now) {
    Duration passed = Duration.between(rollout.since(), now);
    Optional<Bandit> bandit = rollout.spec().bandit();
    if (bandit.isPresent()) {
      return BanditDecisions.decide(rollout, bandit.get(), seen, passed);
    }
    Progression progression = rollout.spec().progression().orElseThrow();
    return RolloutDecisions.decide(
        progression.plan(),
        rollout.state().step(),
        passed,
        findings(rollout, progression, seen.arms()),
        seen.sampleRatio());
  }

  private static List<Finding> findings(Rollout rollout, ArmsReport seen) {
    return rollout
        .spec()
        .progression()
        .map(progression -> findings(rollout, progression, seen.arms()))
        .orElse(List.of());
  }

  /** What the evidence says of each criterion; for those who look. */
  public static List<Finding> findings(
      Rollout rollout, Progression progression, Map<String, ArmStatistics> seen) {
    ArmStatistics controlArm = seen.getOrDefault(rollout.split().control(), ArmStatistics.NONE);
    ArmStatistics canary = seen.getOrDefault(progression.canary(), ArmStatistics.NONE);
    Judge judge = progression.judge();
    return progression.criteria().stream()
        .map(criterion -> judge.judge(criterion, controlArm.against(canary, criterion)))
        .toList();
  }
}
