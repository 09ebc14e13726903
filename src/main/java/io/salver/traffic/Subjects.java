package io.salver.traffic;

import io.salver.rollout.KeySource;
import io.salver.rollout.Rollout;
import io.salver.rollout.RolloutDirectory;
import io.salver.routing.Rule;
import io.salver.routing.Subject;
import io.salver.serving.Caller;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Looks up what a rollout wants to know of a request, and nothing else. Stateless. */
final class Subjects {

  /** Whom a request is for; of a recommendation that says it itself, the user that it says. */
  static final String USER_HEADER = "x-user-id";

  private Subjects() {}

  /**
   * Who asks, as that rollout sees it. Attributes of rules are headers of their names.
   *
   * @throws io.salver.fault.InvalidInput when an arm is asked for that is not there
   */
  static Subject of(Caller caller, Rollout rollout, RolloutDirectory directory) {
    Optional<String> key =
        switch (rollout.spec().key()) {
          case KeySource.Header(String name) -> caller.said(name);
          case KeySource.User() -> caller.said(USER_HEADER);
          case KeySource.None() -> Optional.empty();
        };
    return new Subject(
        key.filter(text -> !text.isEmpty()),
        attributes(caller, rollout),
        ArmWish.of(caller, rollout, directory));
  }

  private static Map<String, String> attributes(Caller caller, Rollout rollout) {
    if (rollout.split().rules().isEmpty()) {
      return Map.of();
    }
    Map<String, String> attributes = new HashMap<>();
    for (Rule rule : rollout.split().rules()) {
      for (String name : rule.when().keySet()) {
        caller.said(name.toLowerCase(Locale.ROOT)).ifPresent(value -> attributes.put(name, value));
      }
    }
    return attributes;
  }
}
