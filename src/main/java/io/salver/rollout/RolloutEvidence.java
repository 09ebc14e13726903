package io.salver.rollout;

import io.salver.rollout.Criterion.Better;
import io.salver.rollout.sequential.EventExcess;
import io.salver.rollout.sequential.MeanDifference;
import io.salver.rollout.sequential.SampleSize;
import io.salver.rollout.sequential.Summary;
import io.salver.routing.Arm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All that is known of a rollout, for those who look. Immutable.
 *
 * @param seen of the arms
 * @param comparisons of each other arm with the control, by each criterion
 * @param next what would be decided now; absent where nobody decides
 */
public record RolloutEvidence(
    ArmsReport seen, List<ArmComparison> comparisons, Optional<Decision> next) {

  /** The 80 % quantile of the standard normal. */
  private static final double POWER = .8416;

  /** Copies the list. */
  public RolloutEvidence {
    comparisons = List.copyOf(comparisons);
  }

  /** What was seen of a rollout, and what it says. */
  public static RolloutEvidence of(Rollout rollout, ArmsReport seen, Instant now) {
    Criteria criteria = rollout.spec().compared();
    List<Arm> arms = rollout.split().arms();
    Judge judge = criteria.judge(arms.size() - 1);
    Duration passed = Duration.between(rollout.began(), now);
    List<ArmComparison> comparisons = new ArrayList<>();
    for (Arm arm : arms) {
      if (!arm.name().equals(rollout.split().control())) {
        for (Criterion criterion : criteria.criteria()) {
          Evidence evidence =
              seen.of(rollout.split().control()).against(seen.of(arm.name()), criterion);
          comparisons.add(compare(arm.name(), judge, criterion, evidence, passed));
        }
      }
    }
    Optional<Decision> next =
        rollout.isJudged()
            ? Optional.of(RolloutJudging.decide(rollout, seen, now))
            : Optional.empty();
    return new RolloutEvidence(seen, comparisons, next);
  }

  private static ArmComparison compare(
      String arm, Judge judge, Criterion criterion, Evidence evidence, Duration passed) {
    Finding finding = judge.judge(criterion, evidence);
    Moments moments = Moments.of(evidence);
    OptionalLong needed = moments.needed(criterion.margin(), judge.level());
    return new ArmComparison(
        arm,
        finding,
        pValue(criterion, evidence),
        moments.lift(finding),
        needed,
        moments.left(needed, passed));
  }

  private static double pValue(Criterion criterion, Evidence evidence) {
    return switch (evidence) {
      case Evidence.Values(Summary control, Summary canary) ->
          MeanDifference.of(control, canary, criterion.margin()).pValue();
      case Evidence.Events(long controlEvents, long control, long canaryEvents, long canary) ->
          control == 0 || canary == 0
              ? 1
              : Math.min(
                  1,
                  Math.exp(
                      -EventExcess.logEvidence(
                          controlEvents, canaryEvents, (double) canary / (control + canary))));
      case Evidence.Level _ -> 1;
    };
  }

  /** Both arms by counts, means and variance, whatever the evidence is of. */
  private record Moments(Summary control, Summary canary, boolean isAbsolute) {

    static Moments of(Evidence evidence) {
      return switch (evidence) {
        case Evidence.Values(Summary control, Summary canary) ->
            new Moments(control, canary, false);
        case Evidence.Events(long controlEvents, long control, long canaryEvents, long canary) ->
            new Moments(
                Summary.ofEvents(controlEvents, control),
                Summary.ofEvents(canaryEvents, canary),
                true);
        case Evidence.Level(Summary canary) -> new Moments(Summary.NONE, canary, true);
      };
    }

    Lift lift(Finding finding) {
      int sign = finding.criterion().better() == Better.HIGHER ? -1 : 1;
      double low = sign > 0 ? finding.low() : -finding.high();
      double high = sign > 0 ? finding.high() : -finding.low();
      double estimate = sign * finding.worse();
      if (isAbsolute) {
        return new Lift(estimate, low, high);
      }
      if (finding.criterion().name().equals(Criterion.LATENCY)) {
        return new Lift(Math.expm1(estimate), Math.expm1(low), Math.expm1(high));
      }
      double whole = Math.abs(control.mean());
      return new Lift(estimate / whole, low / whole, high / whole);
    }

    OptionalLong needed(double margin, double level) {
      long total = control.count() + canary.count();
      double variance = Math.max(control.variance(), canary.variance());
      if (control.count() < 2 || canary.count() < 2 || !(variance > 0)) {
        return OptionalLong.empty();
      }
      double share = (double) canary.count() / total;
      return OptionalLong.of(SampleSize.of(variance, margin, share, level, POWER, margin));
    }

    Optional<Duration> left(OptionalLong needed, Duration passed) {
      long total = control.count() + canary.count();
      if (needed.isEmpty() || total == 0 || !passed.isPositive()) {
        return Optional.empty();
      }
      double missing = Math.max(0, needed.getAsLong() - total);
      double seconds = missing * passed.toMillis() / 1e3 / total;
      return seconds < Integer.MAX_VALUE
          ? Optional.of(Duration.ofSeconds((long) Math.ceil(seconds)))
          : Optional.empty();
    }
  }
}
