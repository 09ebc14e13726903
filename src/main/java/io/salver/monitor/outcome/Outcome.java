package io.salver.monitor.outcome;

/** What turned out to be true. Immutable. */
public sealed interface Outcome {

  /** Most characters of a label. */
  int LONGEST = 1_000;

  /** A class. */
  record Label(String label) implements Outcome {}

  /** A number, which is finite. */
  record Value(double value) implements Outcome {

    /** Checks what the comment says. */
    public Value {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("an outcome must be finite, not " + value);
      }
    }
  }
}
