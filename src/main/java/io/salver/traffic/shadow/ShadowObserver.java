package io.salver.traffic.shadow;

/** Hears what became of copies; must be quick, thread-safe, and never throw. */
@FunctionalInterface
public interface ShadowObserver {

  /** Hears nothing. */
  ShadowObserver NONE = (model, arm, outcome) -> {};

  /** A run of {@code model} was to be copied to {@code arm}. */
  void copied(String model, String arm, Outcome outcome);

  /** What became of a copy. */
  sealed interface Outcome {

    /** It was not made: something else was more urgent. */
    record Shed(Reason reason) implements Outcome {}

    /** The shadow failed, or was too slow. */
    record Failed() implements Outcome {}

    /** Both answered what cannot be compared in that way. */
    record Incomparable() implements Outcome {}

    /**
     * Both answers were compared.
     *
     * @param disagreement from 0 to 1
     * @param computeNanos of the shadow's run
     */
    record Compared(double disagreement, long computeNanos) implements Outcome {}
  }

  /** Why a copy was not made. */
  enum Reason {
    /** As many copies as may be are under way, or the shadow rests after its last. */
    BUSY,
    /** Requests of the model wait. */
    QUEUE,
    /** There is no memory to spare. */
    MEMORY
  }
}
