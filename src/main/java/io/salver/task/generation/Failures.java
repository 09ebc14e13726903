package io.salver.task.generation;

import io.salver.fault.BackendFailure;
import io.salver.fault.Fault;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Makes faults of whatever went wrong; what is no fault is logged, and stays in the log. */
final class Failures {

  private static final Logger LOG = System.getLogger(Failures.class.getName());

  private Failures() {}

  static Fault fault(@Nullable Throwable failure) {
    return switch (failure) {
      case Fault fault -> fault;
      case CompletionException wrapped when wrapped.getCause() != null -> fault(wrapped.getCause());
      case null, default -> {
        LOG.log(Level.ERROR, "a text could not be written", failure);
        yield new BackendFailure("the text could not be written", failure);
      }
    };
  }
}
