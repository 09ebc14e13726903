package io.salver.routing;

/**
 * Which arm answers, and why.
 *
 * @param split the name of the split
 */
public record Choice(String split, Arm arm, Reason reason) {

  /** Why that arm. */
  public enum Reason {
    /** A tester asked for it. */
    OVERRIDE,
    /** The key is held out of every experiment of the layer. */
    HOLDOUT,
    /** A rule sends it there. */
    RULE,
    /** The key belongs to another experiment of the layer, or to none. */
    OTHER_EXPERIMENT,
    /** The key fell there. */
    KEY,
    /** There was no key: chance alone. */
    CHANCE
  }

  /** Whether chance alone chose, so that the arms can be compared by it. */
  public boolean isRandomized() {
    return switch (reason) {
      case KEY, CHANCE -> true;
      case OVERRIDE, HOLDOUT, RULE, OTHER_EXPERIMENT -> false;
    };
  }
}
