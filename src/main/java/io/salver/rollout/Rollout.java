package io.salver.rollout;

import io.salver.rollout.RolloutState.Phase;
import io.salver.routing.Arm;
import io.salver.routing.Slots;
import io.salver.routing.Split;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Traffic that is divided, as it is written down. Immutable: what happens to it makes another one,
 * with the next revision.
 *
 * @param spec what was declared
 * @param state where it stands
 */
public record Rollout(RolloutSpec spec, RolloutState state) {

  /**
   * The same begun anew as {@code declared}: keys stay in the arms that go on where they can. What
   * was seen before is not counted any more.
   */
  Rollout redeclared(RolloutSpec declared, Instant now) {
    Split begun = keeping(declared.begin(now).split());
    return new Rollout(declared, RolloutState.begin(begun, now, revision() + 1));
  }

  /** That split, with as many keys in their arms as can be. */
  private Split keeping(Split other) {
    Set<String> arms = other.arms().stream().map(Arm::name).collect(Collectors.toSet());
    Slots slots = split().slots();
    return arms.containsAll(slots.weights().keySet())
        ? other.having(slots.reweigh(other.slots().weights()))
        : other;
  }

  /** The same where it stands, which whoever declared the other declares from now on. */
  Rollout adoptedAs(RolloutSpec declared) {
    return new Rollout(spec.declaredAs(declared), state.next());
  }

  public String name() {
    return spec.name();
  }

  public Target target() {
    return spec.target();
  }

  /** Who gets which arm now. */
  public Split split() {
    return state.split();
  }

  public Phase phase() {
    return state.phase();
  }

  public Instant since() {
    return state.since();
  }

  public Instant began() {
    return state.began();
  }

  public long revision() {
    return state.revision();
  }

  /** Whether anybody decides on it without being asked. */
  public boolean isJudged() {
    return phase() == Phase.RUNNING && spec.isDecided();
  }

  /** Whether no arm has won. */
  public boolean isUndecided() {
    return phase() != Phase.PROMOTED && phase() != Phase.ROLLED_BACK;
  }

  /** What it becomes by a decision; itself where nothing changes. */
  public Rollout after(Decision decision, Instant now) {
    return switch (decision) {
      case Decision.Wait _ -> this;
      case Decision.Hold _ -> next(split(), Phase.HELD, now);
      case Decision.Advance(int step, String _) ->
          new Rollout(spec, state.next(progression().at(step, split()), Phase.RUNNING, step, now));
      case Decision.Reweigh(Map<String, Integer> weights, String _) ->
          next(split().weighing(weights), Phase.RUNNING, now);
      case Decision.Settle(String arm, String _) ->
          next(
              split().weighing(Map.of(arm, Slots.COUNT)),
              arm.equals(split().control()) ? Phase.ROLLED_BACK : Phase.PROMOTED,
              now);
      case Decision.Promote _ -> next(progression().whole(split()), Phase.PROMOTED, now);
      case Decision.RollBack _ ->
          next(split().weighing(Map.of(split().control(), Slots.COUNT)), Phase.ROLLED_BACK, now);
    };
  }

  /** With other weights, which somebody has set; they hold until it goes on. */
  public Rollout weighed(Map<String, Integer> weights, Instant now) {
    return next(split().weighing(weights), spec.isDecided() ? Phase.PAUSED : phase(), now);
  }

  /** Stopped for now. */
  public Rollout paused(Instant now) {
    return next(split(), Phase.PAUSED, now);
  }

  /** Going on from its step, with the step's weights. */
  public Rollout resumed(Instant now) {
    Split split = spec.progression().map(plan -> plan.at(state.step(), split())).orElse(split());
    return next(split, Phase.RUNNING, now);
  }

  private Progression progression() {
    return spec.progression().orElseThrow();
  }

  private Rollout next(Split split, Phase phase, Instant now) {
    return new Rollout(spec, state.next(split, phase, state.step(), now));
  }
}
