package io.salver.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was seen of the arms of a rollout in one of its lives. Immutable.
 *
 * @param began when that life began
 * @param arms by their names
 * @param sampleRatio the p-value of the arms' shares of keys; 1 where nothing speaks against them
 */
public record ArmsReport(Instant began, Map<String, ArmStatistics> arms, double sampleRatio) {

  /** Copies the map. */
  public ArmsReport {
    arms = Map.copyOf(arms);
  }

  /**
   * What several replicas have seen. Counts add up; of the p-values, which are of much the same
   * keys, the least counts as often as there are some (Bonferroni).
   */
  public static ArmsReport sum(Instant began, List<ArmsReport> reports) {
    Map<String, ArmStatistics> sums = new TreeMap<>();
    double least = 1;
    int tested = 0;
    for (ArmsReport report : reports) {
      report.arms().forEach((arm, seen) -> sums.merge(arm, seen, ArmStatistics::plus));
      least = Math.min(least, report.sampleRatio());
      tested += report.sampleRatio() < 1 ? 1 : 0;
    }
    return new ArmsReport(began, sums, Math.min(1, least * Math.max(1, tested)));
  }

  /** Of that arm; nothing where nobody has seen any. */
  public ArmStatistics of(String arm) {
    return arms.getOrDefault(arm, ArmStatistics.NONE);
  }
}
