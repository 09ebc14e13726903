package io.salver.rollout;

import io.salver.rollout.sequential.Summary;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what this replica sees of the arms of rollouts. Only what chance gave to an arm is to be
 * told here. Thread-safe; a request takes one short lock of its arm. Bounded by the arms of the
 * rollouts that there are: whoever removes a rollout calls {@link #retain}.
 */
public final class ArmCounters {

  private final ConcurrentMap<Key, Counter> counters = new ConcurrentHashMap<>();
  private final ConcurrentMap<Step, KeySample> keys = new ConcurrentHashMap<>();
  private final LongAdder violations = new LongAdder();

  /** An arm of a rollout in one of its lives. */
  private record Key(String rollout, Instant began, String arm) {}

  /** A rollout while its weights stay. */
  private record Step(String rollout, Instant since) {}

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

  /**
   * Chance gave a request to an arm, before anything became of it: by that it is seen whether arms
   * have the shares of keys that they should.
   *
   * @param key that was sticky; absent: the request is its own
   */
  public void assigned(Rollout rollout, String arm, Optional<String> key) {
    long hash =
        key.map(rollout.split()::sampleHash)
            .orElseGet(() -> ThreadLocalRandom.current().nextLong());
    KeySample sample =
        keys.computeIfAbsent(new Step(rollout.name(), rollout.since()), _ -> new KeySample());
    if (!sample.add(hash, arm)) {
      violations.increment();
    }
  }

  /** How often a key, of those that were sampled, met another arm though the weights had stayed. */
  public long stickyViolations() {
    return violations.sum();
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
    if (rollout.spec().wants(criterion) && Double.isFinite(value)) {
      counter(rollout, arm).outcome(criterion, value);
    }
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

  /** What this replica has to tell of a rollout. */
  public ArmsReport report(Rollout rollout) {
    KeySample sample = keys.get(new Step(rollout.name(), rollout.since()));
    return new ArmsReport(
        rollout.began(), statistics(rollout), sample == null ? 1 : sample.pValue(rollout.split()));
  }

  /** Forgets what is not of these. */
  public void retain(Iterable<Rollout> rollouts) {
    Map<String, Instant> lives = new HashMap<>();
    Set<Step> steps = new HashSet<>();
    for (Rollout rollout : rollouts) {
      lives.put(rollout.name(), rollout.began());
      steps.add(new Step(rollout.name(), rollout.since()));
    }
    keys.keySet().retainAll(steps);
    counters.keySet().removeIf(key -> !key.began().equals(lives.get(key.rollout())));
  }

  private Counter counter(Rollout rollout, String arm) {
    return counters.computeIfAbsent(
        new Key(rollout.name(), rollout.began(), arm), _ -> new Counter());
  }
}
