package io.salver.fault;

import java.time.Duration;

/** The service refused work in order to stay upright. */
public final class Overloaded extends Fault {

  private static final long serialVersionUID = 1L;

  /** What ran out. */
  public enum Reason {
    /** The model's queue had no place. */
    QUEUE_FULL,
    /** The request waited in the queue for longer than the model allows. */
    QUEUE_TIMEOUT,
    /** As many requests are under way as the adaptive concurrency limit lets in. */
    LIMIT,
    /** The request made way for a more urgent one. */
    EVICTED,
    /** All requests under way together hold as much memory as they may. */
    MEMORY,
    /** The service is stopping. */
    SHUTTING_DOWN
  }

  private final Reason reason;
  private final Duration retryAfter;

  /** A refusal that suggests coming back after {@code retryAfter}. */
  public Overloaded(Reason reason, Duration retryAfter, String message) {
    super(message);
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  public Reason reason() {
    return reason;
  }

  /** How long a client should wait before it tries again. */
  public Duration retryAfter() {
    return retryAfter;
  }

  @Override
  public Blame blame() {
    return Blame.CAPACITY;
  }
}
