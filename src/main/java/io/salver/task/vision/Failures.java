package io.salver.task.vision;

import io.salver.fault.BackendFailure;
import io.salver.fault.Fault;
import io.salver.fault.Overloaded;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Makes faults of whatever went wrong. */
final class Failures {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private Failures() {}

  /** The fault itself, also out of what a future wrapped around it; else one of the service. */
  static Fault fault(@Nullable Throwable failure) {
    return switch (failure) {
      case Fault fault -> fault;
      case CompletionException wrapped when wrapped.getCause() != null -> fault(wrapped.getCause());
      case OutOfMemoryError exhausted ->
          new Overloaded(
              Overloaded.Reason.MEMORY, RETRY_AFTER, "there is no memory for the pictures");
      case null, default -> new BackendFailure("the pictures could not be looked at", failure);
    };
  }
}
