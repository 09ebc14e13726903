package io.salver.task;

import io.salver.fault.BackendFailure;
import io.salver.fault.Fault;
import io.salver.fault.Overloaded;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Makes faults of whatever went wrong; what is no fault is logged, and stays in the log. */
public final class Failures {

  private static final Logger LOG = System.getLogger(Failures.class.getName());
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private Failures() {}

  /** The fault itself, also out of what a future wrapped around it; else one of the service. */
  public static Fault fault(@Nullable Throwable failure) {
    return switch (failure) {
      case Fault fault -> fault;
      case CompletionException wrapped when wrapped.getCause() != null -> fault(wrapped.getCause());
      case OutOfMemoryError exhausted ->
          new Overloaded(
              Overloaded.Reason.MEMORY, RETRY_AFTER, "there is no memory for the request");
      case null, default -> {
        LOG.log(Level.ERROR, "a typed request could not be worked at", failure);
        yield new BackendFailure("the request could not be worked at", failure);
      }
    };
  }
}
