package io.salver.rollout;

import io.salver.rollout.Criterion.Better;
import io.salver.rollout.sequential.Summary;
import java.util.List;
import java.util.Random;

/**
 * Requests by the minute of a service whose canary differs from its control as told.
 *
 * @param latencyFactor of the canary's latencies
 * @param moreErrors of the canary, a share
 * @param lostAccuracy of the canary, a share
 * @param clickFactor of the canary's click rate
 */
record SimulatedTraffic(
    double latencyFactor, double moreErrors, double lostAccuracy, double clickFactor) {

  static final SimulatedTraffic EQUAL = new SimulatedTraffic(1, 0, 0, 1);

  /** In the order of {@link Arm#evidence}. */
  static final List<Criterion> CRITERIA =
      List.of(
          new Criterion("latency", Better.LOWER, .05),
          new Criterion("errors", Better.LOWER, .005),
          new Criterion("accuracy", Better.HIGHER, .01),
          new Criterion("clicks", Better.HIGHER, .0025));

  private static final double LATENCY_DEVIATION = .5;
  private static final double ERRORS = .01;
  private static final double ACCURACY = .9;
  private static final double CLICKS = .05;

  /** What one arm has seen. */
  static final class Arm {

    private Summary latency = Summary.NONE;
    private long requests;
    private long errors;
    private long hits;
    private long clicks;

    static List<Evidence> evidence(Arm control, Arm canary) {
      return List.of(
          new Evidence.Values(control.latency, canary.latency),
          new Evidence.Events(control.errors, control.requests, canary.errors, canary.requests),
          new Evidence.Values(
              Summary.ofEvents(control.hits, control.requests),
              Summary.ofEvents(canary.hits, canary.requests)),
          new Evidence.Values(
              Summary.ofEvents(control.clicks, control.requests),
              Summary.ofEvents(canary.clicks, canary.requests)));
    }
  }

  /** A minute of so many requests. */
  void minute(Arm arm, boolean isCanary, int count, Random random) {
    double shift = isCanary ? Math.log(latencyFactor) : 0;
    arm.latency = arm.latency.plus(logarithms(shift, count, random));
    arm.requests += count;
    arm.errors += binomial(count, ERRORS + (isCanary ? moreErrors : 0), random);
    arm.hits += count - binomial(count, 1 - ACCURACY + (isCanary ? lostAccuracy : 0), random);
    arm.clicks += binomial(count, CLICKS * (isCanary ? clickFactor : 1), random);
  }

  /** Mean and variance of so many normal values, drawn by their own laws. */
  private static Summary logarithms(double mean, int count, Random random) {
    double average = mean + LATENCY_DEVIATION * random.nextGaussian() / Math.sqrt(count);
    double spread = 1 + random.nextGaussian() * Math.sqrt(2.0 / Math.max(1, count - 1));
    double variance = LATENCY_DEVIATION * LATENCY_DEVIATION * Math.max(.1, spread);
    return new Summary(count, average, count < 2 ? 0 : variance);
  }

  /** Counts by leaping from one event to the next. */
  private static long binomial(int count, double share, Random random) {
    long events = 0;
    double logarithm = Math.log1p(-share);
    double place = Math.log(1 - random.nextDouble()) / logarithm;
    while (place < count) {
      events++;
      place = Math.floor(place) + 1 + Math.log(1 - random.nextDouble()) / logarithm;
    }
    return events;
  }
}
