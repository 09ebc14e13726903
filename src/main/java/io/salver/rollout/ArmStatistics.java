package io.salver.rollout;

import io.salver.rollout.sequential.Summary;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of the requests that chance gave to one arm since the rollout began. Adds up over
 * replicas and restarts. Immutable.
 *
 * @param requests that were answered, or failed
 * @param errors those that failed by the service's fault
 * @param latency natural logarithms of the seconds of those that were answered
 * @param outcomes what came back later, by the name of the criterion: clicks, hits, losses
 */
public record ArmStatistics(
    long requests, long errors, Summary latency, Map<String, Summary> outcomes) {

  /** Nothing. */
  public static final ArmStatistics NONE = new ArmStatistics(0, 0, Summary.NONE, Map.of());

  /** Copies the map. */
  public ArmStatistics {
    outcomes = Map.copyOf(outcomes);
  }

  /** What this arm and a canary say of a criterion. */
  public Evidence against(ArmStatistics canary, Criterion criterion) {
    return switch (criterion.name()) {
      case Criterion.LATENCY -> new Evidence.Values(latency, canary.latency);
      case Criterion.ERRORS ->
          new Evidence.Events(errors, requests, canary.errors, canary.requests);
      case Criterion.DISAGREEMENT ->
          new Evidence.Level(canary.outcomes.getOrDefault(criterion.name(), Summary.NONE));
      default ->
          new Evidence.Values(
              outcomes.getOrDefault(criterion.name(), Summary.NONE),
              canary.outcomes.getOrDefault(criterion.name(), Summary.NONE));
    };
  }

  /** Of these requests and of others. */
  public ArmStatistics plus(ArmStatistics other) {
    Map<String, Summary> sums = new TreeMap<>(outcomes);
    other.outcomes.forEach((name, summary) -> sums.merge(name, summary, Summary::plus));
    return new ArmStatistics(
        requests + other.requests, errors + other.errors, latency.plus(other.latency), sums);
  }
}
