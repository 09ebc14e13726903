package io.salver.fault;

import org.jspecify.annotations.Nullable;

/**
 * A runtime below the service (ONNX Runtime, PyTorch, FAISS) failed, or an artefact cannot be used.
 */
public final class BackendFailure extends Fault {

  private static final long serialVersionUID = 1L;

  public BackendFailure(String message) {
    this(message, null);
  }

  /** A failure whose {@code cause} is kept for the log and never sent to a client. */
  public BackendFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public Blame blame() {
    return Blame.SERVER;
  }
}
