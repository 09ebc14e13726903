package io.salver.api;

import io.salver.fault.BackendFailure;
import io.salver.fault.Fault;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Makes faults of whatever was thrown, so that a client never reads an exception's own text. */
public final class Failures {

  private static final System.Logger LOG = System.getLogger(Failures.class.getName());

  private Failures() {}

  /**
   * The fault itself or the one it wraps; anything else is logged and becomes an internal failure.
   */
  public static Fault fault(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof BackendFailure backend) {
      LOG.log(System.Logger.Level.ERROR, "A request failed in a backend", backend);
      return backend;
    }
    if (cause instanceof Fault fault) {
      return fault;
    }
    LOG.log(System.Logger.Level.ERROR, "A request failed unexpectedly", cause);
    return new BackendFailure("internal error", cause);
  }
}
