package io.salver.telemetry;

import io.salver.fault.BackendFailure;
import io.salver.fault.Cancelled;
import io.salver.fault.DeadlineExceeded;
import io.salver.fault.Fault;
import io.salver.fault.Forbidden;
import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.fault.Overloaded;
import io.salver.fault.RateLimited;
import io.salver.fault.TooLarge;
import io.salver.fault.TooSlow;
import io.salver.fault.Unauthenticated;
import io.salver.fault.Unsupported;
import java.util.Locale;
import java.util.Optional;

/**
 * Why requests were answered as they were; the closed set of values of the label {@code reason}.
 */
public enum Reason {
  OK,
  INVALID,
  UNAUTHENTICATED,
  FORBIDDEN,
  RATE_LIMITED,
  NOT_FOUND,
  NOT_READY,
  QUEUE_FULL,
  QUEUE_TIMEOUT,
  DEADLINE,
  CANCELLED,
  BACKEND,
  INTERNAL;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** As metrics, spans and logs have it. */
  public String label() {
    return label;
  }

  static Reason of(Optional<Fault> fault) {
    return fault.map(Reason::of).orElse(OK);
  }

  /** Why a request failed. */
  public static Reason of(Fault fault) {
    return switch (fault) {
      case InvalidInput _, TooLarge _, TooSlow _, Unsupported _ -> INVALID;
      case Unauthenticated _ -> UNAUTHENTICATED;
      case Forbidden _ -> FORBIDDEN;
      case RateLimited _ -> RATE_LIMITED;
      case NotFound _ -> NOT_FOUND;
      case NotReady _ -> NOT_READY;
      case Overloaded overloaded ->
          switch (overloaded.reason()) {
            case QUEUE_FULL, LIMIT, EVICTED, MEMORY -> QUEUE_FULL;
            case QUEUE_TIMEOUT -> QUEUE_TIMEOUT;
            case SHUTTING_DOWN -> NOT_READY;
          };
      case DeadlineExceeded _ -> DEADLINE;
      case Cancelled _ -> CANCELLED;
      case BackendFailure _ -> BACKEND;
    };
  }
}
