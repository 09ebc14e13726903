package io.salver.routing;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * How the traffic of one model, recommender or ranker is divided. Immutable; a pure function of the
 * subject, but for those without a key.
 *
 * <p>In this order: a tester's wish, the layer's holdout, the first rule that fits, the layer's
 * other experiments, the key's slot. Whom the layer keeps away gets the control.
 *
 * @param name salts the keys; the same for the life of the split
 * @param arms by which names slots and rules mean
 * @param control the name of the arm that the others are compared with
 * @param slots whose keys are whose
 * @param rules in their order
 * @param layer that it shares keys with others of
 */
public record Split(
    String name,
    List<Arm> arms,
    String control,
    Slots slots,
    List<Rule> rules,
    Optional<Layer> layer) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException when an arm has no name of its own, or is meant and not there
   */
  public Split {
    arms = List.copyOf(arms);
    rules = List.copyOf(rules);
    Set<String> names = new HashSet<>();
    for (Arm arm : arms) {
      require(names.add(arm.name()), name + " has two arms named '" + arm.name() + "'");
    }
    requireKnown(name, names, control);
    for (String arm : slots.weights().keySet()) {
      requireKnown(name, names, arm);
    }
    for (Rule rule : rules) {
      requireKnown(name, names, rule.arm());
    }
  }

  /**
   * Who answers.
   *
   * @param chance draws where there is no key
   * @return empty when a tester wants an arm that is not there
   */
  public Optional<Choice> choose(Subject subject, RandomGenerator chance) {
    if (subject.wanted().isPresent()) {
      return arm(subject.wanted().get()).map(arm -> chosen(arm, Choice.Reason.OVERRIDE));
    }
    return Optional.of(assign(subject, chance));
  }

  private Choice assign(Subject subject, RandomGenerator chance) {
    Optional<String> key = subject.key();
    if (key.isPresent() && layer.isPresent() && layer.get().holdsOut(key.get())) {
      return chosen(control, Choice.Reason.HOLDOUT);
    }
    for (Rule rule : rules) {
      if (rule.fits(subject)) {
        return chosen(rule.arm(), Choice.Reason.RULE);
      }
    }
    if (key.isEmpty()) {
      return withoutKey(chance);
    }
    if (layer.isPresent() && !layer.get().owns(key.get())) {
      return chosen(control, Choice.Reason.OTHER_EXPERIMENT);
    }
    return chosen(slots.arm(KeyHash.slot(name, key.get())), Choice.Reason.KEY);
  }

  /** Who has no key cannot be kept out of other experiments, so it is in none of a layer. */
  private Choice withoutKey(RandomGenerator chance) {
    return layer.isPresent()
        ? chosen(control, Choice.Reason.OTHER_EXPERIMENT)
        : chosen(slots.arm(chance.nextInt(Slots.COUNT)), Choice.Reason.CHANCE);
  }

  /** With other weights, moving as few keys as can be: see {@link Slots#reweigh}. */
  public Split weighing(Map<String, Integer> weights) {
    return having(slots.reweigh(weights));
  }

  /** A hash of the key that says nothing of its arm, by which keys may be sampled. */
  public long sampleHash(String key) {
    return KeyHash.of("sample/" + name, key);
  }

  /** With those slots. */
  public Split having(Slots other) {
    return new Split(name, arms, control, other, rules, layer);
  }

  /** The arm of that name. */
  public Optional<Arm> arm(String wanted) {
    return arms.stream().filter(arm -> arm.name().equals(wanted)).findFirst();
  }

  private Choice chosen(String arm, Choice.Reason reason) {
    return chosen(arm(arm).orElseThrow(), reason);
  }

  private Choice chosen(Arm arm, Choice.Reason reason) {
    return new Choice(name, arm, reason);
  }

  private static void requireKnown(String split, Set<String> names, String arm) {
    require(
        names.contains(arm), "%s has no arm '%s'; its arms are %s".formatted(split, arm, names));
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
