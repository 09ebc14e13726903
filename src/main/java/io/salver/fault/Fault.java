package io.salver.fault;

import org.jspecify.annotations.Nullable;

/**
 * A failure that the service can explain. The family is closed, so that the compiler proves every
 * protocol mapping complete. The message is written for the caller: it names what was wrong, what
 * was expected and what came.
 *
 * <p>Faults of blame {@link Blame#CLIENT} and {@link Blame#CAPACITY} are ordinary outcomes and
 * carry no stack trace.
 */
public abstract sealed class Fault extends RuntimeException
    permits InvalidInput,
        Unauthenticated,
        Forbidden,
        RateLimited,
        TooLarge,
        TooSlow,
        NotFound,
        NotReady,
        Overloaded,
        DeadlineExceeded,
        Cancelled,
        Unsupported,
        BackendFailure {

  private static final long serialVersionUID = 1L;

  Fault(String message) {
    super(message, null, false, false);
  }

  Fault(String message, @Nullable Throwable cause) {
    super(message, cause, true, true);
  }

  /** Who must act on it. */
  public abstract Blame blame();

  /** Its message, which is never null. */
  public String explanation() {
    String message = getMessage();
    return message == null ? getClass().getSimpleName() : message;
  }
}
