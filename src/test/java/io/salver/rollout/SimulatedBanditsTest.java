package io.salver.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.rollout.sequential.Summary;
import io.salver.routing.Slots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Whole bandits on drawn clicks, 2,000 lists an hour, that settle when no other arm has more than 2
 * % over the leader: which arm they settle on, and when. Writes {@code target/bandits.md}.
 */
class SimulatedBanditsTest {

  private static final int RUNS = 40;
  private static final int MOST_HOURS = 14 * 24;
  private static final int PER_HOUR = 2_000;
  private static final double SETTLE = .02;
  private static final List<String> ROWS = new ArrayList<>();

  private final Random random = new Random(17);

  /** How a bandit ended, and when. */
  private record End(boolean isSettled, boolean isOnTheBest, int hours) {}

  @AfterAll
  static void write() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("| click rates | bandits | settled | on the last | hours: median | 95 % |");
    lines.add("| --- | --- | --- | --- | --- | --- |");
    lines.addAll(ROWS);
    Files.write(Path.of("target", "bandits.md"), lines);
  }

  @Test
  void settleOnTheBestOfArmsThatDiffer() {
    List<End> ends = simulate(.05, .055);
    assertThat(ends).allMatch(End::isSettled);
    assertThat(ends).filteredOn(End::isOnTheBest).hasSizeGreaterThanOrEqualTo(RUNS * 9 / 10);
    assertThat(simulate(.05, .05, .06))
        .filteredOn(End::isOnTheBest)
        .hasSizeGreaterThanOrEqualTo(RUNS * 9 / 10);
  }

  /** Whichever: there is little to gain by the other. */
  @Test
  void settleOnOneOfArmsThatAreEqual() {
    assertThat(simulate(.05, .05)).filteredOn(End::isSettled).hasSizeGreaterThan(RUNS / 2);
  }

  private List<End> simulate(double... rates) {
    List<End> ends = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      ends.add(bandit(rates));
    }
    List<Integer> hours = ends.stream().map(End::hours).sorted().toList();
    ROWS.add(
        String.format(
            Locale.ROOT,
            "| %s | %d | %d | %d | %d | %d |",
            Arrays.toString(rates),
            RUNS,
            ends.stream().filter(End::isSettled).count(),
            ends.stream().filter(End::isOnTheBest).count(),
            hours.get(RUNS / 2),
            hours.get(RUNS * 95 / 100)));
    return ends;
  }

  private End bandit(double[] rates) {
    Rollout rollout = Rollouts.declared("r", form(rates.length)).begin(Rollouts.START);
    int best = rates.length - 1; // the last is never worse than another
    Map<String, ArmStatistics> seen = new HashMap<>();
    for (int hour = 1; hour <= MOST_HOURS; hour++) {
      for (int arm = 0; arm < rates.length; arm++) {
        int lists = PER_HOUR * rollout.split().slots().weights().getOrDefault(name(arm), 0);
        show(seen, name(arm), lists / Slots.COUNT, rates[arm]);
      }
      ArmsReport report = new ArmsReport(rollout.began(), seen, 1);
      rollout =
          rollout.after(
              RolloutJudging.decide(rollout, report, rollout.since().plus(Duration.ofHours(1))),
              rollout.since().plus(Duration.ofHours(1)));
      if (!rollout.isUndecided()) {
        boolean isOnTheBest = rollout.split().slots().weights().containsKey(name(best));
        return new End(true, isOnTheBest, hour);
      }
    }
    return new End(false, false, MOST_HOURS);
  }

  private void show(Map<String, ArmStatistics> seen, String arm, int lists, double rate) {
    double deviation = Math.sqrt(lists * rate * (1 - rate));
    long clicks =
        Math.clamp(Math.round(lists * rate + deviation * random.nextGaussian()), 0, lists);
    seen.merge(
        arm,
        new ArmStatistics(
            lists, 0, Summary.NONE, Map.of("clicks", Summary.ofEvents(clicks, lists))),
        ArmStatistics::plus);
  }

  private static Map<String, Object> form(int arms) {
    Map<String, Object> form = Rollouts.form("adult");
    form.remove("canary");
    Map<String, Integer> versions = new HashMap<>();
    Map<String, Object> weights = new HashMap<>();
    for (int arm = 0; arm < arms; arm++) {
      versions.put(name(arm), arm + 1);
      weights.put(name(arm), arm == 0 ? 100 - 100 / arms * (arms - 1) : 100 / arms);
    }
    form.put("arms", versions);
    form.put("control", name(0));
    form.put("weights", weights);
    form.put("bandit", Map.of("reward", "clicks", "settle", 100 * SETTLE));
    return form;
  }

  private static String name(int arm) {
    return "arm-" + arm;
  }
}
