package io.salver.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.InvalidInput;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutFormTest {

  @Test
  void declarationBecomesARolloutAtItsFirstStep() {
    Rollout rollout = Rollouts.canary("adult-2", "adult").begin(Rollouts.START);
    assertThat(rollout.target()).isEqualTo(new Target.Model("adult"));
    assertThat(rollout.spec().key()).isEqualTo(new KeySource.Header("x-user-id"));
    assertThat(rollout.split().slots().weights())
        .isEqualTo(Map.of("canary", 500, "control", 9_500));
    Progression progression = rollout.spec().progression().orElseThrow();
    assertThat(progression.plan().steps()).containsExactly(500, 2_500, 5_000);
    assertThat(progression.plan().patience()).isEqualTo(Duration.ofHours(4));
    assertThat(rollout.phase()).isEqualTo(RolloutState.Phase.RUNNING);
    assertThat(rollout.revision()).isEqualTo(1);
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Map<String, Object> form = Rollouts.form("adult");
    form.put(
        "rules", List.of(Map.of("when", Map.of("market", List.of("de", "pl")), "arm", "canary")));
    form.put("layer", Map.of("name", "income", "from", 0, "until", 50.25, "holdout", 5));
    Rollout rollout =
        Rollouts.declared("adult-2", form)
            .begin(Rollouts.START)
            .after(new Decision.Advance(1, ""), Rollouts.START.plusSeconds(700));
    Rollout read = RolloutForm.read("adult-2", RolloutForm.write(rollout));
    assertThat(RolloutForm.write(read)).isEqualTo(RolloutForm.write(rollout));
    assertThat(read.split().slots().ranges()).isEqualTo(rollout.split().slots().ranges());
    assertThat(read.split().layer()).isEqualTo(rollout.split().layer());
    assertThat(read.split().rules()).isEqualTo(rollout.split().rules());
    assertThat(read.since()).isEqualTo(rollout.since());
    assertThat(read.spec().progression()).isEqualTo(rollout.spec().progression());
  }

  @ParameterizedTest
  @CsvSource({"exact, ,", "tolerance, tolerance, .01", "top, top, 3", "rank, output, logits"})
  void shadowIsWrittenAndReadAgain(String compare, @Nullable String key, @Nullable String value) {
    Map<String, Object> shadow = new HashMap<>();
    shadow.putAll(Map.of("arm", "canary", "share", 12.5, "compare", compare));
    if (key != null && value != null) {
      shadow.put(key, key.equals("output") ? value : (Number) new BigDecimal(value));
    }
    if (compare.equals("top")) {
      shadow.put("top", 3);
    }
    Map<String, Object> form = Rollouts.form("adult");
    form.put("shadow", shadow);
    RolloutSpec spec = Rollouts.declared("adult-2", form);
    assertThat(spec.shadow().orElseThrow().share()).isEqualTo(.125);
    assertThat(readAgain(spec).shadow()).isEqualTo(spec.shadow());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "arm | control | rollout 'r': the shadow of r must be another arm than its control",
        "arm | nobody | rollout 'r': the shadow of r must be another arm than its control",
        "compare | maybe | shadow.compare must be one of exact, tolerance, top, rank, not maybe",
        "shar | 5 | unknown key 'shadow.shar'; the nearest known one is 'shadow.share'",
      })
  void mistakesOfShadowsAreNamed(String key, String value, String message) {
    Map<String, Object> form = Rollouts.form("adult");
    form.put("shadow", Map.of(key, value));
    assertThatThrownBy(() -> Rollouts.declared("r", form))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void outcomesOfWhichLessIsBetterHaveAMinus() {
    Map<String, Object> form = Rollouts.form("adult");
    form.put("canary", Map.of("steps", 5, "criteria", Map.of("-loss", .1)));
    RolloutSpec spec = Rollouts.declared("adult-2", form);
    assertThat(spec.progression().orElseThrow().criteria())
        .containsExactly(new Criterion("loss", Criterion.Better.LOWER, .1));
    assertThat(readAgain(spec).progression()).isEqualTo(spec.progression());
  }

  @Test
  void banditsAndComparisonsAreReadAgain() {
    Map<String, Object> form = Rollouts.form("adult");
    form.remove("canary");
    form.put(
        "bandit",
        Map.of("reward", "clicks", "every", "30m", "floor", 2.5, "least", 20, "settle", 0.7));
    form.put("compare", Map.of("level", .01, "criteria", Map.of("clicks", .002, "-loss", .1)));
    RolloutSpec spec = Rollouts.declared("r", form);
    assertThat(spec.bandit())
        .contains(new Bandit("clicks", Duration.ofMinutes(30), 250, 20, OptionalDouble.of(.007)));
    assertThat(spec.compared().alpha()).isEqualTo(.01);
    Rollout weighed =
        spec.declaredBy("r.yaml")
            .begin(Rollouts.START)
            .weighed(Map.of("canary", 4_000, "control", 6_000), Rollouts.START);
    Rollout read = RolloutForm.read("r", RolloutForm.write(weighed));
    assertThat(read.spec().bandit()).isEqualTo(spec.bandit());
    assertThat(read.spec().comparison().orElseThrow().criteria())
        .containsExactlyInAnyOrderElementsOf(spec.compared().criteria());
    assertThat(read.spec().file()).contains("r.yaml");
    assertThat(RolloutForm.declaration(read.spec())).isEqualTo(RolloutForm.declaration(spec));
    assertThat(RolloutForm.weights(read).get("canary")).isEqualByComparingTo("40");
  }

  @Test
  void whatIsLeftOpenIsNamed() {
    Map<String, Object> form = Rollouts.form("adult");
    form.put("bandit", Map.of("reward", "clicks"));
    assertThatThrownBy(() -> Rollouts.declared("r", form))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("canary stands alone");
    form.remove("bandit");
    form.put("arms", Collections.singletonMap("control", null));
    assertThatThrownBy(() -> Rollouts.declared("r", form))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("arms.control must be a");
    assertThatThrownBy(() -> Rollouts.declared("a b", form))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("the name of a rollout must be");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ranker | shop | rollout 'r': one of model, recommender and ranker is expected, received 2",
        "key | cookie | key must be header:NAME, user or none, not cookie",
        "contrl | a | unknown key 'contrl'; the nearest known one is 'control'",
        "control | a | rollout 'r': r has no arm 'a'",
        "canary | a | canary must be a mapping of keys, not a",
      })
  void mistakesAreNamed(String key, String value, String message) {
    Map<String, Object> form = Rollouts.form("adult");
    form.put(key, value);
    assertThatThrownBy(() -> Rollouts.declared("r", form))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void weightsMustBeTheWholeInHundredthsOfAPercent() {
    Map<String, Object> form = Rollouts.form("adult");
    form.remove("canary");
    form.put("weights", Map.of("control", 90, "canary", 5));
    assertThatThrownBy(() -> Rollouts.declared("r", form))
        .hasMessageContaining("weights must be percentages that sum to 100 (they sum to 95)");
    form.put("weights", Map.of("control", 99.999, "canary", .001));
    assertThatThrownBy(() -> Rollouts.declared("r", form))
        .hasMessageContaining("must be a percentage with at most two decimals");
  }

  private static RolloutSpec readAgain(RolloutSpec spec) {
    Rollout begun = spec.begin(Rollouts.START);
    return RolloutForm.read(spec.name(), RolloutForm.write(begun)).spec();
  }
}
