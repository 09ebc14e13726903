package io.salver.rollout;

import io.salver.rollout.Finding.Verdict;
import io.salver.rollout.sequential.EventExcess;
import io.salver.rollout.sequential.MeanDifference;
import io.salver.rollout.sequential.Summary;

/**
 * Judges criteria, by tests that stay valid however often one looks. Immutable.
 *
 * @param alpha the chance that a version which is not worse is ever called so, over all criteria
 *     together, which share it evenly; likewise that one which is worse by the margin of a
 *     criterion ever passes it
 * @param criteria how many there are
 * @param least values in each arm before anything is said of means, which are not normal before
 */
public record Judge(double alpha, int criteria, long least) {

  /** Checks the numbers. */
  public Judge {
    if (!(alpha > 0 && alpha < 1) || criteria < 1 || least < 2) {
      throw new IllegalArgumentException(
          "a judge needs a level between 0 and 1, a criterion and two values, received "
              + "%s, %d and %d".formatted(alpha, criteria, least));
    }
  }

  /** Judges one criterion. */
  public Finding judge(Criterion criterion, Evidence evidence) {
    return switch (evidence) {
      case Evidence.Values values -> judge(criterion, values);
      case Evidence.Events events -> judge(criterion, events);
      case Evidence.Level level -> judge(criterion, level);
    };
  }

  private Finding judge(Criterion criterion, Evidence.Values values) {
    MeanDifference worse =
        switch (criterion.better()) {
          case LOWER, SAME ->
              MeanDifference.of(values.control(), values.canary(), criterion.margin());
          case HIGHER -> MeanDifference.of(values.canary(), values.control(), criterion.margin());
        };
    long count = Math.min(values.control().count(), values.canary().count());
    return criterion.better() == Criterion.Better.SAME
        ? other(criterion, worse, count)
        : finding(criterion, worse, count, count >= least && worse.low(level()) > 0);
  }

  /** Arms that should be the same differ when they do by more than the margin, either way. */
  private Finding other(Criterion criterion, MeanDifference difference, long count) {
    double low = difference.low(level());
    double high = difference.high(level());
    double margin = criterion.margin();
    Verdict verdict =
        count < least
            ? Verdict.INCONCLUSIVE
            : low > margin || high < -margin
                ? Verdict.FAIL
                : low > -margin && high < margin ? Verdict.PASS : Verdict.INCONCLUSIVE;
    return new Finding(criterion, verdict, difference.difference(), low, high, count);
  }

  private Finding judge(Criterion criterion, Evidence.Events events) {
    MeanDifference worse =
        MeanDifference.of(
            smoothed(events.controlEvents(), events.controlRequests()),
            smoothed(events.canaryEvents(), events.canaryRequests()),
            criterion.margin());
    long count = Math.min(events.controlRequests(), events.canaryRequests());
    return finding(criterion, worse, count, isExcess(events));
  }

  private Finding judge(Criterion criterion, Evidence.Level values) {
    Summary bound = new Summary(2, 0, 0);
    MeanDifference above = MeanDifference.of(bound, values.canary(), criterion.margin());
    long count = values.canary().count();
    return finding(
        criterion, above, count, count >= least && above.low(level()) > criterion.margin());
  }

  /**
   * With one event more, and one request without, so that none is not proof (Agresti and Caffo,
   * 2000).
   */
  private static Summary smoothed(long events, long requests) {
    return Summary.ofEvents(events + 1, requests + 2);
  }

  private boolean isExcess(Evidence.Events events) {
    if (events.controlRequests() == 0 || events.canaryRequests() == 0) {
      return false;
    }
    double share =
        (double) events.canaryRequests() / (events.controlRequests() + events.canaryRequests());
    return EventExcess.logEvidence(events.controlEvents(), events.canaryEvents(), share)
        >= -Math.log(level());
  }

  private Finding finding(Criterion criterion, MeanDifference worse, long count, boolean isWorse) {
    double high = worse.high(level());
    boolean isProvenEqual = count >= least && high < criterion.margin();
    Verdict verdict = isWorse ? Verdict.FAIL : isProvenEqual ? Verdict.PASS : Verdict.INCONCLUSIVE;
    return new Finding(criterion, verdict, worse.difference(), worse.low(level()), high, count);
  }

  /** What each criterion has of the level. */
  double level() {
    return alpha / criteria;
  }
}
