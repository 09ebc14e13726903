package io.salver.rollout;

import io.salver.fault.InvalidInput;
import io.salver.routing.Layer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What may be declared and ordered, as pure functions of what there is. */
final class RolloutRules {

  private RolloutRules() {}

  /**
   * Nobody else divides the same traffic.
   *
   * @throws InvalidInput when another does, or owns slots of the same layer
   */
  static void requireApart(RolloutSpec declared, List<Rollout> all) {
    for (Rollout other : all) {
      if (other.name().equals(declared.name())) {
        continue;
      }
      if (other.target().equals(declared.target())) {
        throw new InvalidInput(
            "rollout '%s' divides the traffic of %s already"
                .formatted(other.name(), other.target()));
      }
      Optional<Layer> mine = declared.split().layer();
      Optional<Layer> theirs = other.split().layer();
      if (mine.isPresent() && theirs.isPresent() && mine.get().overlaps(theirs.get())) {
        throw new InvalidInput(
            "rollout '%s' owns %s; experiments of a layer must not overlap"
                .formatted(other.name(), theirs.get()));
      }
    }
  }

  /**
   * What a file declares, that file alone declares otherwise; it may take what others declared.
   *
   * @param by the file that does; absent: somebody over the wire
   */
  static void requireOwned(Rollout rollout, Optional<String> by) {
    Optional<String> file = rollout.spec().file();
    if (file.isPresent() && by.isEmpty()) {
      throw new InvalidInput(
          "rollout '%s' is declared by the file %s; change or delete that"
              .formatted(rollout.name(), file.get()));
    }
  }

  /** Weights are of arms that there are. */
  static void requireArms(Rollout rollout, Map<String, Integer> weights) {
    for (String arm : weights.keySet()) {
      if (rollout.split().arm(arm).isEmpty()) {
        throw new InvalidInput(
            "rollout '%s' has no arm '%s'; its arms are %s"
                .formatted(rollout.name(), arm, rollout.split().arms()));
      }
    }
  }

  /** There is somebody to promote. */
  static void requireCanary(Rollout rollout) {
    if (rollout.spec().progression().isEmpty()) {
      throw new InvalidInput(
          "rollout '%s' has no canary to promote; set its weights".formatted(rollout.name()));
    }
  }
}
