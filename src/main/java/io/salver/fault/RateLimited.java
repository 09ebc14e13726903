package io.salver.fault;

import java.time.Duration;

/** A client asked more often than it may. */
public final class RateLimited extends Fault {

  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  /** A refusal; one more request is allowed after {@code retryAfter}. */
  public RateLimited(Duration retryAfter, String message) {
    super(message);
    this.retryAfter = retryAfter;
  }

  /** When one more request is allowed. */
  public Duration retryAfter() {
    return retryAfter;
  }

  @Override
  public Blame blame() {
    return Blame.CLIENT;
  }
}
