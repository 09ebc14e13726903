package io.salver.rollout;

import java.util.Map;

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

  /** The arms get other weights, in slots: a bandit has learnt. */
  record Reweigh(Map<String, Integer> weights, String reason) implements Decision {

    /** Copies the map. */
    public Reweigh {
      weights = Map.copyOf(weights);
    }
  }

  /** One arm gets everything, and nothing is learnt any more: a bandit has learnt enough. */
  record Settle(String arm, String reason) implements Decision {}

  /** A person should decide. */
  record Hold(String reason) implements Decision {}

  String reason();

  /** What kind it is. */
  enum Kind {
    WAIT,
    ADVANCE,
    REWEIGH,
    SETTLE,
    PROMOTE,
    ROLL_BACK,
    HOLD
  }

  /** Its kind. */
  default Kind kind() {
    return switch (this) {
      case Wait _ -> Kind.WAIT;
      case Advance _ -> Kind.ADVANCE;
      case Reweigh _ -> Kind.REWEIGH;
      case Settle _ -> Kind.SETTLE;
      case Promote _ -> Kind.PROMOTE;
      case RollBack _ -> Kind.ROLL_BACK;
      case Hold _ -> Kind.HOLD;
    };
  }
}
