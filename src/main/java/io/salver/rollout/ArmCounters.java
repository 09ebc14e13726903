package io.salver.rollout;

import io.salver.rollout.sequential.Summary;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts what this replica sees of the arms of rollouts. Only what chance gave to an arm is to be
 * told here. Thread-safe; a request takes one short lock of its arm. Bounded by the arms of the
 * rollouts that there are: whoever removes a rollout calls {@link #retain}.
 */
public final class ArmCounters {

  private final ConcurrentMap<Key, Counter> counters = new ConcurrentHashMap<>();

  /** An arm of a rollout in one of its lives. */
  private record Key(String rollout, Instant began, String arm) {}

  /** Guarded by itself. */
  private static final class Counter {

    private long requests;
    private long errors;
    private final Welford latency = new Welford();
    private final Map<String, Welford> outcomes = new HashMap<>();

    synchronized void answered(double seconds) {
      requests++;
      latency.add(Math.log(Math.max(seconds, 1e-9)));
    }

    synchronized void failed() {
      requests++;
      errors++;
    }

    synchronized void outcome(String criterion, double value) {
      outcomes.computeIfAbsent(criterion, _ -> new Welford()).add(value);
    }

    synchronized ArmStatistics statistics() {
      Map<String, Summary> summaries = new HashMap<>();
      outcomes.forEach((name, values) -> summaries.put(name, values.summary()));
      return new ArmStatistics(requests, errors, latency.summary(), summaries);
    }
  }

  /** Mean and variance of a stream (Welford, 1962). */
  private static final class Welford {

    private long count;
    private double mean;
    private double squares;

    void add(double value) {
      count++;
      double before = value - mean;
      mean += before / count;
      squares += before * (value - mean);
    }

    Summary summary() {
      return new Summary(count, mean, count < 2 ? 0 : squares / (count - 1));
    }
  }

  /** A request was answered after so long. */
  public void answered(Rollout rollout, String arm, double seconds) {
    counter(rollout, arm).answered(seconds);
  }

  /** A request failed, by the service's fault. */
  public void failed(Rollout rollout, String arm) {
    counter(rollout, arm).failed();
  }

  /**
   * Something became known of an answer.
   *
   * @param criterion the name of one of the rollout's, or the disagreement of its shadow; others
   *     are not counted
   */
  public void outcome(Rollout rollout, String arm, String criterion, double value) {
    if (isWanted(rollout, criterion) && Double.isFinite(value)) {
      counter(rollout, arm).outcome(criterion, value);
    }
  }

  private static boolean isWanted(Rollout rollout, String criterion) {
    return (criterion.equals(Criterion.DISAGREEMENT) && rollout.shadow().isPresent())
        || rollout.progression().stream()
            .flatMap(plan -> plan.criteria().stream())
            .anyMatch(each -> each.name().equals(criterion));
  }

  /** What was seen of each arm of a rollout since it began. */
  public Map<String, ArmStatistics> statistics(Rollout rollout) {
    Map<String, ArmStatistics> arms = new TreeMap<>();
    counters.forEach(
        (key, counter) -> {
          if (key.rollout().equals(rollout.name()) && key.began().equals(rollout.began())) {
            arms.put(key.arm(), counter.statistics());
          }
        });
    return arms;
  }

  /** Forgets what is not of these. */
  public void retain(Iterable<Rollout> rollouts) {
    Map<String, Instant> lives = new HashMap<>();
    rollouts.forEach(rollout -> lives.put(rollout.name(), rollout.began()));
    counters.keySet().removeIf(key -> !key.began().equals(lives.get(key.rollout())));
  }

  private Counter counter(Rollout rollout, String arm) {
    return counters.computeIfAbsent(
        new Key(rollout.name(), rollout.began(), arm), _ -> new Counter());
  }
}
