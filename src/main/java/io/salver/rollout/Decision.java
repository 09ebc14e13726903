package io.salver.rollout;

/** What should happen to a rollout now. */
public sealed interface Decision {

  /** Nothing yet. */
  record Wait(String reason) implements Decision {}

  /** The next step. */
  record Advance(int step, String reason) implements Decision {}

  /** The new version gets everything. */
  record Promote(String reason) implements Decision {}

  /** The control gets everything. */
  record RollBack(String reason) implements Decision {}

  /** A person should decide. */
  record Hold(String reason) implements Decision {}

  String reason();
}
