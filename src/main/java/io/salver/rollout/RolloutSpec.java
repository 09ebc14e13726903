package io.salver.rollout;

import io.salver.rollout.shadow.Shadow;
import io.salver.routing.Split;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How somebody wants traffic to be divided. Immutable; {@link Rollout} says what became of it.
 *
 * @param target whose traffic
 * @param key what is sticky
 * @param split who gets which arm, with the weights that were declared; its name is the rollout's
 * @param progression how the weights change on their own; absent: they stay
 * @param shadow who gets copies of what the control answers
 * @param bandit how the weights are learnt; absent: they are not. Never beside a progression
 * @param comparison by what the arms are compared where no progression says it; absent: as usual
 * @param file that declares it and alone may change that; absent: somebody did over the wire
 */
public record RolloutSpec(
    Target target,
    KeySource key,
    Split split,
    Optional<Progression> progression,
    Optional<Shadow> shadow,
    Optional<Bandit> bandit,
    Optional<Criteria> comparison,
    Optional<String> file) {

  /**
   * Checks that arms are there.
   *
   * @throws IllegalArgumentException when the progression's canary, or the shadow, is no arm, or is
   *     the control
   */
  public RolloutSpec {
    if (progression.isPresent()) {
      requireOther("canary", progression.get().canary(), split);
    }
    if (shadow.isPresent()) {
      requireOther("shadow", shadow.get().arm(), split);
    }
  }

  public String name() {
    return split.name();
  }

  /** The same, declared by that file. */
  public RolloutSpec declaredBy(String declaring) {
    return withFile(Optional.of(declaring));
  }

  /** The same, declared by whoever declares the other. */
  RolloutSpec declaredAs(RolloutSpec other) {
    return withFile(other.file);
  }

  /** A rollout that begins, with the weights of its first step where it has a progression. */
  public Rollout begin(Instant now) {
    Split first = progression.map(plan -> plan.at(0, split)).orElse(split);
    return new Rollout(this, RolloutState.begin(first, now, 1));
  }

  /** Whether the weights change without anybody's order. */
  public boolean isDecided() {
    return progression.isPresent() || bandit.isPresent();
  }

  /** By what its arms are compared. */
  public Criteria compared() {
    return progression
        .map(plan -> new Criteria(plan.criteria(), plan.alpha(), plan.least()))
        .or(() -> comparison)
        .orElse(Criteria.USUAL);
  }

  /** Whether outcomes of that name are counted. */
  public boolean wants(String outcome) {
    return (outcome.equals(Criterion.DISAGREEMENT) && shadow.isPresent())
        || bandit.stream().anyMatch(each -> each.reward().equals(outcome))
        || compared().criteria().stream().anyMatch(each -> each.name().equals(outcome));
  }

  /** Whether it is judged by what comes in or goes out. */
  public boolean isOfDistributions() {
    return distributions().findAny().isPresent();
  }

  /** The names of its criteria of what comes in or goes out. */
  public Stream<String> distributions() {
    return compared().criteria().stream().filter(Criterion::isOfDistribution).map(Criterion::name);
  }

  private RolloutSpec withFile(Optional<String> other) {
    return new RolloutSpec(target, key, split, progression, shadow, bandit, comparison, other);
  }

  private static void requireOther(String role, String arm, Split split) {
    if (split.arm(arm).isEmpty() || arm.equals(split.control())) {
      throw new IllegalArgumentException(
          "the %s of %s must be another arm than its control '%s', received '%s'"
              .formatted(role, split.name(), split.control(), arm));
    }
  }
}
