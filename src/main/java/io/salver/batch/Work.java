package io.salver.batch;

import io.salver.fault.Fault;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;

/**
 * One request for a run. Immutable; compared by identity.
 *
 * @param inputs exactly the inputs of the model, checked against its signature
 * @param scope receives the outputs; nobody else uses it until the owner hears of the end
 * @param rows the extent of the batch axis; 1 for a model without one
 * @param priority from {@value #MOST_URGENT}, which goes first, to {@value #LEAST_URGENT}
 * @param deadline when the work becomes useless
 * @param stop raised when nobody waits for it any more
 * @param arrivalNanos when it came, on the batcher's ticker
 * @param owner hears how it ended
 */
public record Work(
    Tensors inputs,
    TensorScope scope,
    long rows,
    int priority,
    Deadline deadline,
    StopSignal stop,
    long arrivalNanos,
    Owner owner) {

  public static final int MOST_URGENT = 1;
  public static final int LEAST_URGENT = 9;

  /** Checks the priority. */
  public Work {
    if (priority < MOST_URGENT || priority > LEAST_URGENT) {
      throw new IllegalArgumentException("there is no priority " + priority);
    }
  }

  /**
   * Hears how its work ended: exactly one of {@link #succeeded} and {@link #failed} is called,
   * once, and only when nothing uses the scope any more. Must be quick and must not throw.
   */
  public interface Owner {

    /** It ran; {@code outputs} live as long as the scope of the work. */
    void succeeded(Tensors outputs, RunTimes times);

    /** It did not, or failed. */
    void failed(Throwable failure);

    /** What to tell when the deadline has passed. */
    Fault late(Phase phase);
  }

  /** Where work is when its deadline passes. */
  public enum Phase {
    WAITING,
    RUNNING
  }

  /** Whether running it would be in vain. */
  boolean isUseless() {
    return stop.isRaised() || deadline.passed();
  }

  /** Tells the owner why it was not run, or not to its end. */
  void abandon(Phase phase) {
    try {
      stop.check();
    } catch (Fault reason) {
      owner.failed(reason);
      return;
    }
    owner.failed(owner.late(phase));
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
