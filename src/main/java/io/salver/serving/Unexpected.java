package io.salver.serving;

import io.salver.fault.BackendFailure;
import io.salver.fault.Fault;
import io.salver.model.ModelId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Makes a fault of whatever a model threw; what is no fault is logged, and stays in the log. */
final class Unexpected {

  private static final Logger LOG = System.getLogger(Unexpected.class.getName());

  private Unexpected() {}

  static Fault asFault(ModelId id, Throwable failure) {
    if (failure instanceof Fault fault) {
      if (fault instanceof BackendFailure) {
        LOG.log(Level.WARNING, () -> "model " + id + " failed", fault);
      }
      return fault;
    }
    LOG.log(Level.ERROR, () -> "model " + id + " failed unexpectedly", failure);
    return new BackendFailure("model " + id + " failed unexpectedly", failure);
  }
}
