package io.salver.rollout;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

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
      InstantSource clock) {
    this.directory = directory;
    this.control = control;
    this.counters = counters;
    this.reports = reports;
    this.replica = replica;
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
      reports.report(rollout.name(), replica, counters.statistics(rollout));
      if (rollout.isJudged()) {
        judge(rollout, rollout.progression().orElseThrow());
      }
    }
  }

  private void judge(Rollout rollout, Progression progression) {
    Map<String, ArmStatistics> seen = reports.statistics(rollout.name());
    List<Finding> findings = findings(rollout, progression, seen);
    Instant now = clock.instant();
    Decision decision =
        RolloutDecisions.decide(
            progression.plan(),
            rollout.step(),
            Duration.between(rollout.since(), now),
            findings,
            1);
    control.decided(rollout, decision, findings);
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
