package io.salver.rollout;

import io.salver.rollout.RolloutPlan.Afterwards;
import io.salver.rollout.shadow.Shadow;
import io.salver.routing.Arm;
import io.salver.routing.Layer;
import io.salver.routing.Rule;
import io.salver.routing.Slots;
import io.salver.routing.Split;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a rollout as people declare it, in YAML or JSON:
 *
 * <pre>
 *   model: adult                        # or recommender: shop, or ranker: shop
 *   key: header:x-user-id               # or user, or none
 *   arms: {control: 1, canary: 2}       # versions
 *   control: control
 *   weights: {control: 95, canary: 5}   # percent; without it the control has all
 *   rules: [{when: {market: [de, pl]}, arm: canary}]
 *   layer: {name: ranking, from: 0, until: 50, holdout: 5}
 *   canary:                             # without it the weights stay
 *     arm: canary
 *     steps: [5, 25, 50]
 *     pause: 10m
 *     patience: 4h
 *     afterwards: hold                  # or advance, roll-back
 *     level: 0.05
 *     least: 200
 *     criteria: {latency: 0.05, errors: 0.005, accuracy: 0.01}
 *   shadow:                             # of models: see {@link ShadowForm}
 *     {arm: canary, share: 10, compare: tolerance, tolerance: 0.001}
 * </pre>
 *
 * In place of {@code canary}, {@code bandit} has the weights learnt ({@link BanditForm}), and
 * {@code compare} says by what arms are compared whose weights stay or are learnt ({@link
 * CriteriaForm}).
 *
 * <p>A criterion is {@code latency} (margin of the logarithm: about a share), {@code errors}
 * (margin a share of the requests), {@code disagreement} (of the shadow with the control: margin
 * the most that is borne), or an outcome that comes as feedback, for which more is better unless
 * its name begins with {@code -}.
 */
final class RolloutReading {

  private static final Set<String> KEYS =
      Set.of(
          "model",
          "recommender",
          "ranker",
          "key",
          "arms",
          "control",
          "weights",
          "rules",
          "layer",
          "canary",
          "shadow",
          BanditForm.KEY,
          CriteriaForm.KEY);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final int MOST_ARMS = 32;
  private static final Set<String> CANARY =
      Set.of("arm", "steps", "pause", "patience", "afterwards", "level", "least", "criteria");
  private static final String HEADER = "header:";
  private static final long MOST_VERSION = Long.MAX_VALUE;

  private final Origin origin;
  private final String name;
  private final Section section;

  private RolloutReading(Origin origin, String name, Section section) {
    this.origin = origin;
    this.name = name;
    this.section = section;
  }

  /**
   * What is declared.
   *
   * @param path where {@code values} stand in their document; may be empty
   * @throws io.salver.fault.Fault of the origin that names the key that is wrong
   */
  static RolloutSpec read(Origin origin, String path, String name, Map<?, ?> values) {
    return new RolloutReading(origin, name, Section.of(origin, path, values, KEYS)).read();
  }

  private RolloutSpec read() {
    requireName("a rollout", name);
    List<Arm> arms = arms();
    String control = section.text("control").orElse("control");
    try {
      if (section.has("canary") && (section.has(BanditForm.KEY) || section.has(CriteriaForm.KEY))) {
        throw new IllegalArgumentException("canary stands alone, without bandit and compare");
      }
      Split split = new Split(name, arms, control, Slots.of(weights(control)), rules(), layer());
      return new RolloutSpec(
          target(),
          key(),
          split,
          progression(),
          shadow(),
          BanditForm.read(section),
          CriteriaForm.read(section),
          Optional.empty());
    } catch (IllegalArgumentException contradiction) {
      throw origin
          .fault()
          .apply(origin.prefix() + "rollout '%s': %s".formatted(name, contradiction.getMessage()));
    }
  }

  private Target target() {
    List<Target> targets = new ArrayList<>();
    section.text("model").map(Target.Model::new).ifPresent(targets::add);
    section.text("recommender").map(Target.Recommender::new).ifPresent(targets::add);
    section.text("ranker").map(Target.Ranker::new).ifPresent(targets::add);
    if (targets.size() != 1) {
      throw new IllegalArgumentException(
          "one of model, recommender and ranker is expected, received " + targets.size());
    }
    return targets.getFirst();
  }

  private KeySource key() {
    String key = section.text("key").orElse("none");
    if (key.startsWith(HEADER) && key.length() > HEADER.length()) {
      return new KeySource.Header(key.substring(HEADER.length()).toLowerCase(Locale.ROOT));
    }
    return switch (key) {
      case "user" -> new KeySource.User();
      case "none" -> new KeySource.None();
      default -> throw section.wrong("key", "header:NAME, user or none");
    };
  }

  private List<Arm> arms() {
    Section versions = section.open("arms");
    List<Arm> arms = new ArrayList<>();
    for (String arm : versions.names()) {
      requireName("an arm", arm);
      long version = versions.whole(arm, 1, MOST_VERSION, 0);
      if (version == 0) {
        throw versions.wrong(arm, "a version");
      }
      arms.add(new Arm(arm, version));
    }
    if (arms.size() < 2 || arms.size() > MOST_ARMS) {
      throw section.wrong("arms", "a mapping of 2 to " + MOST_ARMS + " arms to versions");
    }
    return arms;
  }

  private Map<String, Integer> weights(String control) {
    return section.open("weights").names().isEmpty()
        ? Map.of(control, Slots.COUNT)
        : weights(section);
  }

  static Map<String, Integer> weights(Section section) {
    Section weights = section.open("weights");
    Map<String, Integer> slots = new LinkedHashMap<>();
    weights.names().forEach(arm -> slots.put(arm, Percent.slots(weights, arm, 0)));
    int sum = slots.values().stream().mapToInt(Integer::intValue).sum();
    if (sum != Slots.COUNT) {
      throw section.wrong(
          "weights", "percentages that sum to 100 (they sum to %s)".formatted(Percent.of(sum)));
    }
    return slots;
  }

  private List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    for (Section rule : section.list("rules", Set.of("when", "arm"))) {
      Section when = rule.open("when");
      Map<String, Set<String>> values = new LinkedHashMap<>();
      for (String attribute : when.names()) {
        Set<String> texts = new LinkedHashSet<>();
        when.values(attribute).forEach(value -> texts.add(String.valueOf(value)));
        values.put(attribute, texts);
      }
      rules.add(new Rule(values, rule.requiredText("arm")));
    }
    return rules;
  }

  private Optional<Layer> layer() {
    if (!section.has("layer")) {
      return Optional.empty();
    }
    Section layer = section.section("layer", Set.of("name", "from", "until", "holdout"));
    return Optional.of(
        new Layer(
            layer.requiredText("name"),
            Percent.slots(layer, "from", 0),
            Percent.slots(layer, "until", Slots.COUNT),
            Percent.slots(layer, "holdout", 0)));
  }

  private Optional<Progression> progression() {
    if (!section.has("canary")) {
      return Optional.empty();
    }
    Section canary = section.section("canary", CANARY);
    List<Integer> steps = new ArrayList<>();
    for (Object step : canary.values("steps")) {
      steps.add(
          Percent.slots(
              Section.of(origin, "steps", Collections.singletonMap("step", step), Set.of("step")),
              "step",
              0));
    }
    return Optional.of(
        new Progression(
            canary.text("arm").orElse("canary"),
            new RolloutPlan(
                steps,
                canary.duration("pause", Duration.ofMinutes(10)),
                canary.duration("patience", Duration.ofHours(4)),
                canary.choice("afterwards", Afterwards.class, Afterwards.HOLD)),
            CriteriaForm.criteria(canary.open("criteria")),
            canary.number("level", 1e-6, .5).orElse(.05),
            canary.whole("least", 2, Integer.MAX_VALUE, 200)));
  }

  private Optional<Shadow> shadow() {
    if (!section.has(ShadowForm.KEY)) {
      return Optional.empty();
    }
    if (!section.has("model")) {
      throw new IllegalArgumentException("only a model can have a shadow");
    }
    return Optional.of(ShadowForm.read(section.section(ShadowForm.KEY, ShadowForm.KEYS)));
  }

  /** Names travel in headers and labels of metrics. */
  private void requireName(String what, String given) {
    if (!NAME.matcher(given).matches()) {
      throw origin
          .fault()
          .apply(
              origin.prefix()
                  + "the name of %s must be 1 to 100 letters, digits, dots, hyphens and underscores,"
                      .formatted(what)
                  + " the first a letter or digit; received '"
                  + given.substring(0, Math.min(given.length(), 120))
                  + "'");
    }
  }
}
