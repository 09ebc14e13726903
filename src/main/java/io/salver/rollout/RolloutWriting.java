package io.salver.rollout;

import io.salver.routing.Arm;
import io.salver.routing.Layer;
import io.salver.routing.Rule;
import io.salver.settings.Section;
import io.salver.time.DurationText;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes what {@link RolloutReading} reads. */
final class RolloutWriting {

  private RolloutWriting() {}

  static Map<String, Object> declaration(RolloutSpec spec) {
    Map<String, Object> form = new LinkedHashMap<>();
    switch (spec.target()) {
      case Target.Model(String name) -> form.put("model", name);
      case Target.Recommender(String name) -> form.put("recommender", name);
      case Target.Ranker(String name) -> form.put("ranker", name);
    }
    form.put("key", key(spec.key()));
    Map<String, Object> arms = new LinkedHashMap<>();
    for (Arm arm : spec.split().arms()) {
      arms.put(arm.name(), arm.version());
    }
    form.put("arms", arms);
    form.put("control", spec.split().control());
    if (spec.progression().isEmpty()) {
      form.put("weights", percents(spec.split().slots().weights()));
    }
    if (!spec.split().rules().isEmpty()) {
      form.put("rules", spec.split().rules().stream().map(RolloutWriting::rule).toList());
    }
    spec.split().layer().ifPresent(layer -> form.put("layer", layer(layer)));
    spec.progression().ifPresent(plan -> form.put("canary", canary(plan)));
    spec.shadow().ifPresent(copied -> form.put(ShadowForm.KEY, ShadowForm.write(copied)));
    spec.bandit().ifPresent(bandit -> form.put(BanditForm.KEY, BanditForm.write(bandit)));
    spec.comparison().ifPresent(compare -> form.put(CriteriaForm.KEY, CriteriaForm.write(compare)));
    return form;
  }

  /** The percentages of the arms that have any. */
  static Map<String, BigDecimal> percents(Map<String, Integer> slots) {
    Map<String, BigDecimal> percents = new LinkedHashMap<>();
    new TreeMap<>(slots).forEach((arm, each) -> percents.put(arm, Percent.of(each)));
    return percents;
  }

  private static String key(KeySource key) {
    return switch (key) {
      case KeySource.Header(String name) -> "header:" + name;
      case KeySource.User() -> "user";
      case KeySource.None() -> "none";
    };
  }

  private static Map<String, Object> rule(Rule rule) {
    Map<String, Object> when = new LinkedHashMap<>();
    new TreeSet<>(rule.when().keySet())
        .forEach(
            attribute ->
                when.put(
                    attribute,
                    rule.when().getOrDefault(attribute, Set.of()).stream().sorted().toList()));
    return Map.of("when", when, "arm", rule.arm());
  }

  private static Map<String, Object> layer(Layer layer) {
    return Map.of(
        "name", layer.name(),
        "from", Percent.of(layer.from()),
        "until", Percent.of(layer.until()),
        "holdout", Percent.of(layer.holdout()));
  }

  private static Map<String, Object> canary(Progression progression) {
    RolloutPlan plan = progression.plan();
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("arm", progression.canary());
    form.put("steps", plan.steps().stream().map(Percent::of).toList());
    form.put("pause", DurationText.of(plan.pause()));
    form.put("patience", DurationText.of(plan.patience()));
    form.put("afterwards", Section.nameOf(plan.afterwards()));
    form.put("level", progression.alpha());
    form.put("least", progression.least());
    form.put("criteria", CriteriaForm.criteria(progression.criteria()));
    return form;
  }
}
