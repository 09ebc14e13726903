package io.salver.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.rollout.RolloutPlan.Afterwards;
import io.salver.routing.Slots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Whole rollouts on drawn traffic of 6,000 requests a minute, looked at every minute for at most a
 * day: how often a version that is no worse is rolled back, and how long one that is worse lives.
 * Writes {@code target/rollouts.md}.
 */
class SimulatedRolloutsTest {

  private static final double ALPHA = .05;
  private static final int PER_MINUTE = 6_000;
  private static final int MOST_MINUTES = 24 * 60;
  private static final int ROLLOUTS = 1_000;
  private static final int WORSE_ROLLOUTS = 200;
  private static final RolloutPlan PLAN =
      new RolloutPlan(
          List.of(500, 2_500, 5_000),
          Duration.ofMinutes(10),
          Duration.ofHours(24),
          Afterwards.HOLD);
  private static final List<String> ROWS = new ArrayList<>();

  private final Random random = new Random(42);

  /** How a rollout ended, and when. */
  private record End(Decision decision, int minute) {

    boolean isRolledBack() {
      return decision instanceof Decision.RollBack;
    }
  }

  @AfterAll
  static void write() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("| canary | rollouts | rolled back | promoted | minutes to the end: median | 95 % |");
    lines.add("| --- | --- | --- | --- | --- | --- |");
    lines.addAll(ROWS);
    Files.write(Path.of("target", "rollouts.md"), lines);
  }

  @Test
  void versionsThatAreNoWorseAreRarelyRolledBack() {
    List<End> ends = simulate("equal", SimulatedTraffic.EQUAL, ROLLOUTS);
    double share = (double) ends.stream().filter(End::isRolledBack).count() / ROLLOUTS;
    assertThat(share).isLessThan(ALPHA + 5 * Math.sqrt(ALPHA * (1 - ALPHA) / ROLLOUTS));
  }

  @Test
  void worseVersionsAreRolledBack() {
    assertFound("latency + 20 %", new SimulatedTraffic(1.2, 0, 0, 1));
    assertFound("errors + 1 point", new SimulatedTraffic(1, .01, 0, 1));
    assertFound("accuracy − 2 points", new SimulatedTraffic(1, 0, .02, 1));
    assertFound("clicks − 5 %", new SimulatedTraffic(1, 0, 0, .95));
  }

  @Test
  void betterVersionsArePromoted() {
    List<End> ends =
        simulate("latency − 10 %, clicks + 5 %", new SimulatedTraffic(.9, 0, 0, 1.05), 200);
    assertThat(ends.stream().filter(end -> end.decision() instanceof Decision.Promote).count())
        .isGreaterThan(190);
  }

  private void assertFound(String name, SimulatedTraffic traffic) {
    List<End> ends = simulate(name, traffic, WORSE_ROLLOUTS);
    assertThat(ends.stream().filter(End::isRolledBack).count())
        .isGreaterThan(WORSE_ROLLOUTS * 9 / 10);
  }

  private List<End> simulate(String name, SimulatedTraffic traffic, int rollouts) {
    List<End> ends = new ArrayList<>();
    for (int i = 0; i < rollouts; i++) {
      ends.add(rollout(traffic));
    }
    List<Integer> minutes = ends.stream().map(End::minute).sorted().toList();
    ROWS.add(
        String.format(
            Locale.ROOT,
            "| %s | %,d | %.1f %% | %.1f %% | %d | %d |",
            name,
            rollouts,
            percent(ends.stream().filter(End::isRolledBack).count(), rollouts),
            percent(
                ends.stream().filter(end -> end.decision() instanceof Decision.Promote).count(),
                rollouts),
            minutes.get(rollouts / 2),
            minutes.get(rollouts * 95 / 100)));
    return ends;
  }

  private End rollout(SimulatedTraffic traffic) {
    Judge judge = new Judge(ALPHA, SimulatedTraffic.CRITERIA.size(), 200);
    SimulatedTraffic.Arm control = new SimulatedTraffic.Arm();
    SimulatedTraffic.Arm canary = new SimulatedTraffic.Arm();
    int step = 0;
    int since = 0;
    Decision decision = new Decision.Wait("nothing has come yet");
    for (int minute = 1; minute <= MOST_MINUTES; minute++) {
      int canaries = PER_MINUTE * PLAN.steps().get(step) / Slots.COUNT;
      traffic.minute(control, false, PER_MINUTE - canaries, random);
      traffic.minute(canary, true, canaries, random);
      List<Evidence> evidence = SimulatedTraffic.Arm.evidence(control, canary);
      List<Finding> findings = new ArrayList<>();
      for (int i = 0; i < evidence.size(); i++) {
        findings.add(judge.judge(SimulatedTraffic.CRITERIA.get(i), evidence.get(i)));
      }
      decision =
          RolloutDecisions.decide(PLAN, step, Duration.ofMinutes(minute - since), findings, 1);
      switch (decision) {
        case Decision.Wait _ -> {}
        case Decision.Advance advance -> {
          step = advance.step();
          since = minute;
        }
        case Decision.Promote _,
            Decision.RollBack _,
            Decision.Hold _,
            Decision.Reweigh _,
            Decision.Settle _ -> {
          return new End(decision, minute);
        }
      }
    }
    return new End(decision, MOST_MINUTES);
  }

  private static double percent(long some, int all) {
    return 100.0 * some / all;
  }
}
