package io.salver.traffic;

import io.salver.fault.InvalidInput;
import io.salver.rollout.Rollout;
import io.salver.rollout.RolloutDirectory;
import io.salver.routing.Arm;
import io.salver.serving.Caller;
import java.util.List;
import java.util.Optional;

/**
 * The arms that a tester asks for, in the header {@value #HEADER}: {@code canary}, or {@code
 * adult-v2/canary} for one rollout alone; several, separated by commas, where a request meets
 * several rollouts. So a browser may send it with every request. Stateless.
 */
final class ArmWish {

  static final String HEADER = "x-salver-arm";

  private static final int SHOWN = 60;

  private ArmWish() {}

  /**
   * The arm of {@code rollout} that is asked for.
   *
   * @throws InvalidInput when it, or the rollout that is named, is not there
   */
  static Optional<String> of(Caller caller, Rollout rollout, RolloutDirectory directory) {
    Optional<String> said = caller.said(HEADER);
    if (said.isEmpty()) {
      return Optional.empty();
    }
    for (String each : said.get().split(",", -1)) {
      String wish = each.strip();
      int slash = wish.indexOf('/');
      String name = slash < 0 ? rollout.name() : wish.substring(0, slash);
      if (name.equals(rollout.name())) {
        return Optional.of(known(wish.substring(slash + 1), rollout));
      }
      requireRollout(name, directory);
    }
    return Optional.empty();
  }

  private static String known(String arm, Rollout rollout) {
    if (rollout.split().arm(arm).isPresent()) {
      return arm;
    }
    List<String> arms = rollout.split().arms().stream().map(Arm::name).sorted().toList();
    throw new InvalidInput(
        "%s asks for arm '%s' of rollout '%s'; its arms are %s"
            .formatted(HEADER, shortened(arm), rollout.name(), arms));
  }

  private static void requireRollout(String name, RolloutDirectory directory) {
    List<String> names = directory.all().stream().map(Rollout::name).toList();
    if (!names.contains(name)) {
      throw new InvalidInput(
          "%s asks for an arm of rollout '%s'; there are %s"
              .formatted(HEADER, shortened(name), names));
    }
  }

  private static String shortened(String text) {
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }
}
