package io.salver.api.rest;

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
import java.time.Duration;
import java.util.OptionalLong;

/** The HTTP status of every fault. */
final class HttpStatus {

  private static final Duration NOT_READY_RETRY = Duration.ofSeconds(1);

  private HttpStatus() {}

  static int of(Fault fault) {
    return switch (fault) {
      case InvalidInput _ -> 400;
      case Unauthenticated _ -> 401;
      case Forbidden _ -> 403;
      case NotFound _ -> 404;
      case TooSlow _ -> 408;
      case TooLarge _ -> 413;
      case RateLimited _ -> 429;
      case Cancelled _ -> 499;
      case BackendFailure _ -> 500;
      case Unsupported _ -> 501;
      case NotReady _ -> 503;
      case Overloaded _ -> 503;
      case DeadlineExceeded _ -> 504;
    };
  }

  /** Whole seconds for {@code Retry-After}, which every 429 and 503 carries. */
  static OptionalLong retryAfterSeconds(Fault fault) {
    return switch (fault) {
      case NotReady _ -> OptionalLong.of(NOT_READY_RETRY.toSeconds());
      case Overloaded f -> OptionalLong.of(wholeSeconds(f.retryAfter()));
      case RateLimited f -> OptionalLong.of(wholeSeconds(f.retryAfter()));
      case Unauthenticated _ -> OptionalLong.empty();
      case Forbidden _ -> OptionalLong.empty();
      case InvalidInput _ -> OptionalLong.empty();
      case NotFound _ -> OptionalLong.empty();
      case TooLarge _ -> OptionalLong.empty();
      case TooSlow _ -> OptionalLong.empty();
      case Cancelled _ -> OptionalLong.empty();
      case BackendFailure _ -> OptionalLong.empty();
      case Unsupported _ -> OptionalLong.empty();
      case DeadlineExceeded _ -> OptionalLong.empty();
    };
  }

  private static long wholeSeconds(Duration wait) {
    return Math.max(1, wait.plusMillis(999).toSeconds());
  }
}
