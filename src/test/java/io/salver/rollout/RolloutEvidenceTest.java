package io.salver.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.salver.rollout.sequential.Summary;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RolloutEvidenceTest {

  private static final Instant LATER = Rollouts.START.plusSeconds(1_000);

  @Test
  void liftIsOfTheArmOverTheControlWhateverIsBetter() {
    List<ArmComparison> all = compare(.10, .11);
    ArmComparison clicks = by("clicks", all);
    assertThat(clicks.lift().estimate()).isCloseTo(.1, within(1e-9));
    assertThat(clicks.lift().low()).isLessThan(.1);
    assertThat(clicks.lift().high()).isGreaterThan(.1);
    assertThat(clicks.finding().worse()).isCloseTo(-.01, within(1e-9));
    assertThat(clicks.pValue()).isLessThan(.05);
    ArmComparison latency = by("latency", all);
    assertThat(latency.lift().estimate()).isCloseTo(Math.expm1(.02), within(1e-9));
    assertThat(by("errors", all).lift().estimate()).isCloseTo(0, within(1e-3));
    assertThat(by("errors", all).pValue()).isEqualTo(1);
  }

  /** 80 % of the needed values are there after 1,000 seconds: 250 more are missing. */
  @Test
  void timeLeftIsThatUntilTheMarginWouldBeFound() {
    ArmComparison clicks = by("clicks", compare(.10, .10));
    long needed = clicks.needed().orElseThrow();
    assertThat(needed).isGreaterThan(100_000);
    assertThat(clicks.left().orElseThrow().toSeconds())
        .isEqualTo((long) Math.ceil((needed - 100_000) * 1_000.0 / 100_000));
  }

  @Test
  void ofNothingNothingIsKnown() {
    Rollout rollout = Rollouts.canary("r", "adult").begin(Rollouts.START);
    RolloutEvidence evidence =
        RolloutEvidence.of(rollout, new ArmsReport(rollout.began(), Map.of(), 1), LATER);
    assertThat(evidence.comparisons())
        .hasSize(2)
        .allSatisfy(
            each -> {
              assertThat(each.pValue()).isEqualTo(1);
              assertThat(each.needed()).isEmpty();
              assertThat(each.left()).isEmpty();
            });
    assertThat(evidence.next().orElseThrow().kind()).isEqualTo(Decision.Kind.WAIT);
  }

  private static List<ArmComparison> compare(double control, double canary) {
    Map<String, Object> form = Rollouts.form("adult");
    form.remove("canary");
    form.put("weights", Map.of("control", 50, "canary", 50));
    form.put("compare", Map.of("criteria", Map.of("clicks", .002, "latency", .05, "errors", .005)));
    Rollout rollout = Rollouts.declared("r", form).begin(Rollouts.START);
    ArmsReport seen =
        new ArmsReport(
            rollout.began(), Map.of("control", arm(control, 0), "canary", arm(canary, .02)), 1);
    return RolloutEvidence.of(rollout, seen, LATER).comparisons();
  }

  private static ArmComparison by(String criterion, List<ArmComparison> all) {
    return all.stream()
        .filter(each -> each.finding().criterion().name().equals(criterion))
        .findFirst()
        .orElseThrow();
  }

  private static ArmStatistics arm(double clicks, double latency) {
    return new ArmStatistics(
        50_000,
        500,
        new Summary(49_500, latency, .25),
        Map.of("clicks", Summary.ofEvents(Math.round(clicks * 50_000), 50_000)));
  }
}
