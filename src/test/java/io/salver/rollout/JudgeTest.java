package io.salver.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.rollout.Finding.Verdict;
import io.salver.rollout.sequential.Summary;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two arms of ten thousand values with a deviation of one. */
class JudgeTest {

  private static final Summary CONTROL = new Summary(10_000, 5, 1);

  private final Judge judge = new Judge(.05, 1, 100);

  @ParameterizedTest
  @CsvSource({
    "5.00, PASS",
    "5.10, PASS",
    "4.90, PASS",
    "5.60, FAIL",
    "4.40, FAIL",
    "5.25, INCONCLUSIVE"
  })
  void predictionsShouldBeTheSameWithinTheMargin(double mean, Verdict verdict) {
    Criterion prediction = Criterion.named("prediction", .25);
    assertThat(prediction.better()).isEqualTo(Criterion.Better.SAME);
    Evidence evidence = new Evidence.Values(CONTROL, new Summary(10_000, mean, 1));
    assertThat(judge.judge(prediction, evidence).verdict()).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({"0.001, PASS", "0.20, FAIL", "0.10, INCONCLUSIVE"})
  void disagreementHasABoundOfItsOwn(double mean, Verdict verdict) {
    Evidence evidence = new Evidence.Level(new Summary(1_000, mean, .04));
    assertThat(judge.judge(Criterion.named("disagreement", .1), evidence).verdict())
        .isEqualTo(verdict);
  }

  @Test
  void fewValuesSayNothing() {
    Summary few = new Summary(50, 9, .01);
    assertThat(
            judge
                .judge(Criterion.named("input.age", .1), new Evidence.Values(CONTROL, few))
                .verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(judge.judge(Criterion.named("disagreement", .1), new Evidence.Level(few)).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void namesOfDistributionsAreWrittenAsTheyAreRead() {
    Map<String, Object> form = Rollouts.form("adult");
    Map<String, Double> margins =
        Map.of("prediction", .02, "prediction.yes", .01, "input.age", 2.0, "-log_loss", .1);
    form.put("canary", Map.of("steps", 5, "criteria", margins));
    RolloutSpec spec = Rollouts.declared("adult-2", form);
    assertThat(spec.isOfDistributions()).isTrue();
    Map<String, Object> written = RolloutForm.write(spec.begin(Rollouts.START));
    assertThat(RolloutForm.read("adult-2", written).spec().progression())
        .isEqualTo(spec.progression());
  }
}
