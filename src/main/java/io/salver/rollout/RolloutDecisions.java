package io.salver.rollout;

import io.salver.rollout.Finding.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Decides on rollouts. A pure function: the same plan, findings and times, the same decision. */
public final class RolloutDecisions {

  /** Below it, arms do not have the shares of keys that they should: Fabijan et al., 2019. */
  private static final double SAMPLE_RATIO = .001;

  private RolloutDecisions() {}

  /**
   * What should happen now.
   *
   * @param step the index of the step in the plan
   * @param passed how long it has been so
   * @param findings of all criteria, since the rollout began
   * @param sampleRatio the p-value of the arms' shares of keys
   */
  public static Decision decide(
      RolloutPlan plan, int step, Duration passed, List<Finding> findings, double sampleRatio) {
    List<Finding> failed = having(Verdict.FAIL, findings);
    if (!failed.isEmpty()) {
      return new Decision.RollBack("worse than the control: " + describe(failed));
    }
    if (sampleRatio < SAMPLE_RATIO) {
      return new Decision.Hold(
          "the arms do not have the shares of keys that they should (p = %s), so that nothing can be compared"
              .formatted(number(sampleRatio)));
    }
    if (passed.compareTo(plan.pause()) < 0) {
      return new Decision.Wait("the step lasts at least " + plan.pause());
    }
    List<Finding> open = having(Verdict.INCONCLUSIVE, findings);
    if (open.isEmpty()) {
      return next(plan, step, "not worse by more than the margins: " + describe(findings));
    }
    if (passed.compareTo(plan.patience()) < 0) {
      return new Decision.Wait("not proven yet: " + describe(open));
    }
    String reason = "nothing proven within %s: %s".formatted(plan.patience(), describe(open));
    return switch (plan.afterwards()) {
      case HOLD -> new Decision.Hold(reason);
      case ADVANCE -> next(plan, step, reason);
      case ROLL_BACK -> new Decision.RollBack(reason);
    };
  }

  private static Decision next(RolloutPlan plan, int step, String reason) {
    return step + 1 < plan.steps().size()
        ? new Decision.Advance(step + 1, reason)
        : new Decision.Promote(reason);
  }

  private static List<Finding> having(Verdict verdict, List<Finding> findings) {
    return findings.stream().filter(finding -> finding.verdict() == verdict).toList();
  }

  private static String describe(List<Finding> findings) {
    return findings.stream().map(RolloutDecisions::describe).collect(Collectors.joining("; "));
  }

  private static String describe(Finding finding) {
    return "%s by %s [%s, %s], margin %s, from %d values"
        .formatted(
            finding.criterion().name(),
            number(finding.worse()),
            number(finding.low()),
            number(finding.high()),
            number(finding.criterion().margin()),
            finding.least());
  }

  private static String number(double value) {
    return Double.isInfinite(value)
        ? (value < 0 ? "-inf" : "inf")
        : String.format(Locale.ROOT, "%.4g", value);
  }
}
