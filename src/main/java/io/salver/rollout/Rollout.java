package io.salver.rollout;

import io.salver.rollout.shadow.Shadow;
import io.salver.routing.Arm;
import io.salver.routing.Slots;
import io.salver.routing.Split;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Traffic that is divided, as it is written down. Immutable: what happens to it makes another one,
 * with the next revision.
 *
 * @param target whose traffic
 * @param key what is sticky
 * @param split who gets which arm; its name is the rollout's
 * @param weights the slots of each arm as they were declared
 * @param progression how the weights change on their own; absent: they stay
 * @param shadow who gets copies of what the control answers
 * @param bandit how the weights are learnt; absent: they are not. Never beside a progression
 * @param comparison by what the arms are compared where no progression says it; absent: as usual
 * @param file that declares it and alone may change that; absent: somebody did over the wire
 * @param phase where it stands
 * @param step the index of the step of the plan; 0 without one
 * @param since when phase or step began
 * @param began when it began: what was seen before says nothing of it
 * @param revision how often it was written, from 1
 */
public record Rollout(
    Target target,
    KeySource key,
    Split split,
    Map<String, Integer> weights,
    Optional<Progression> progression,
    Optional<Shadow> shadow,
    Optional<Bandit> bandit,
    Optional<Criteria> comparison,
    Optional<String> file,
    Phase phase,
    int step,
    Instant since,
    Instant began,
    long revision) {

  /** Where a rollout stands. */
  public enum Phase {
    /** It is judged, where it has a plan. */
    RUNNING,
    /** Somebody has stopped it for now; the weights hold. */
    PAUSED,
    /** Nothing was proven: somebody should decide. The weights hold. */
    HELD,
    /** The canary has all traffic. */
    PROMOTED,
    /** The control has all traffic. */
    ROLLED_BACK
  }

  /** Copies the map. */
  public Rollout {
    weights = Map.copyOf(weights);
  }

  /**
   * A rollout that begins, with the weights of its first step where it has a plan.
   *
   * @throws IllegalArgumentException when the plan's canary, or the shadow, is no arm, or is the
   *     control
   */
  public static Rollout begin(
      Target target,
      KeySource key,
      Split split,
      Optional<Progression> progression,
      Optional<Shadow> shadow,
      Instant now) {
    progression.ifPresent(plan -> requireOther("canary", plan.canary(), split));
    shadow.ifPresent(copied -> requireOther("shadow", copied.arm(), split));
    Rollout rollout =
        new Rollout(
            target,
            key,
            split,
            split.slots().weights(),
            progression,
            shadow,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Phase.RUNNING,
            0,
            now,
            now,
            1);
    return progression
        .map(plan -> rollout.weighing(plan, plan.plan().steps().getFirst()))
        .orElse(rollout);
  }

  /**
   * The same begun anew as {@code declared}: keys stay in the arms that go on where they can. What
   * was seen before is not counted any more.
   */
  public Rollout redeclared(Rollout declared) {
    Set<String> arms = declared.split.arms().stream().map(Arm::name).collect(Collectors.toSet());
    Split kept =
        arms.containsAll(split.slots().weights().keySet())
            ? new Split(
                name(),
                declared.split.arms(),
                declared.split.control(),
                split.slots().reweigh(declared.split.slots().weights()),
                declared.split.rules(),
                declared.split.layer())
            : declared.split;
    return new Rollout(
        declared.target,
        declared.key,
        kept,
        declared.weights,
        declared.progression,
        declared.shadow,
        declared.bandit,
        declared.comparison,
        declared.file,
        declared.phase,
        declared.step,
        declared.since,
        declared.began,
        revision + 1);
  }

  /** The same as it begins, with weights that a bandit learns. */
  Rollout learning(Bandit wanted) {
    return as(Optional.of(wanted), comparison, file, revision);
  }

  /** The same as it begins, with arms that are compared so. */
  Rollout comparing(Criteria wanted) {
    return as(bandit, Optional.of(wanted), file, revision);
  }

  /** The same as it begins, declared by that file. */
  public Rollout declaredBy(String declaring) {
    return as(bandit, comparison, Optional.of(declaring), revision);
  }

  /** The same where it stands, which whoever declared the other declares from now on. */
  Rollout adoptedAs(Rollout declared) {
    return as(bandit, comparison, declared.file, revision + 1);
  }

  public String name() {
    return split.name();
  }

  /** Whether anybody decides on it without being asked. */
  public boolean isJudged() {
    return phase == Phase.RUNNING && isDecided();
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

  private boolean isDecided() {
    return progression.isPresent() || bandit.isPresent();
  }

  /** Whether neither its canary nor its control has won. */
  public boolean isUndecided() {
    return phase != Phase.PROMOTED && phase != Phase.ROLLED_BACK;
  }

  /** What it becomes by a decision; itself where nothing changes. */
  public Rollout after(Decision decision, Instant now) {
    return switch (decision) {
      case Decision.Wait _ -> this;
      case Decision.Hold _ -> with(split, Phase.HELD, step, now);
      case Decision.Advance(int next, String _) -> {
        Progression plan = progression.orElseThrow();
        yield with(split, Phase.RUNNING, next, now).weighing(plan, plan.plan().steps().get(next));
      }
      case Decision.Reweigh(Map<String, Integer> weights, String _) ->
          with(split.weighing(weights), Phase.RUNNING, step, now);
      case Decision.Promote _ ->
          with(split, Phase.PROMOTED, step, now).weighing(progression.orElseThrow(), Slots.COUNT);
      case Decision.RollBack _ ->
          with(split.weighing(Map.of(split.control(), Slots.COUNT)), Phase.ROLLED_BACK, step, now);
    };
  }

  /** With other weights, which somebody has set; they hold until it goes on. */
  public Rollout weighed(Map<String, Integer> weights, Instant now) {
    return with(split.weighing(weights), isDecided() ? Phase.PAUSED : phase, step, now);
  }

  /** Stopped for now. */
  public Rollout paused(Instant now) {
    return with(split, Phase.PAUSED, step, now);
  }

  /** Going on from its step, with the step's weights. */
  public Rollout resumed(Instant now) {
    Rollout running = with(split, Phase.RUNNING, step, now);
    return progression
        .map(plan -> running.weighing(plan, plan.plan().steps().get(step)))
        .orElse(running);
  }

  private Rollout with(Split split, Phase phase, int step, Instant now) {
    return new Rollout(
        target,
        key,
        split,
        weights,
        progression,
        shadow,
        bandit,
        comparison,
        file,
        phase,
        step,
        now,
        began,
        revision + 1);
  }

  private Rollout as(
      Optional<Bandit> bandit, Optional<Criteria> comparison, Optional<String> file, long next) {
    return new Rollout(
        target,
        key,
        split,
        weights,
        progression,
        shadow,
        bandit,
        comparison,
        file,
        phase,
        step,
        since,
        began,
        next);
  }

  /** The canary gets so many slots, the control the others. */
  private Rollout weighing(Progression plan, int slots) {
    Map<String, Integer> byStep =
        Map.of(plan.canary(), slots, split.control(), Slots.COUNT - slots);
    return new Rollout(
        target,
        key,
        split.weighing(byStep),
        weights,
        progression,
        shadow,
        bandit,
        comparison,
        file,
        phase,
        step,
        since,
        began,
        revision);
  }

  private static void requireOther(String role, String arm, Split split) {
    if (split.arm(arm).isEmpty() || arm.equals(split.control())) {
      throw new IllegalArgumentException(
          "the %s of %s must be another arm than its control '%s', received '%s'"
              .formatted(role, split.name(), split.control(), arm));
    }
  }
}
