package io.salver.backend.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.salver.time.StopSignal;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Stops one run from another thread. Thread-safe; owns the options of the run, which are used once.
 *
 * <p>The lock is held during the native call, against the rule, because nothing else keeps the
 * options from being freed meanwhile; the call only sets a flag.
 */
final class Termination implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Termination.class.getName());

  private final OrtSession.RunOptions options;
  private final StopSignal.Registration registration;
  private boolean closed;

  /** Waits for {@code stop}. */
  Termination(StopSignal stop) throws OrtException {
    this.options = new OrtSession.RunOptions();
    this.registration = stop.onRaise(this::request);
  }

  /** For the run that can be stopped. */
  OrtSession.RunOptions options() {
    return options;
  }

  /** Has the run end before its next node; too late, it does nothing. */
  private synchronized void request() {
    if (closed) {
      return;
    }
    try {
      options.setTerminate(true);
    } catch (OrtException failure) {
      LOG.log(Level.WARNING, "a run could not be told to stop", failure);
    }
  }

  @Override
  public void close() {
    registration.close();
    free();
  }

  private synchronized void free() {
    closed = true;
    options.close();
  }
}
