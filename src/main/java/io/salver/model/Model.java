package io.salver.model;

import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.time.StopSignal;

/**
 * A loaded model: the port of the backends. Thread-safe: as many threads may run it as it likes,
 * but nobody calls {@link #infer} once {@link #close} was called; the owner sees to that (see
 * {@code lifecycle}). Closed exactly once, by its owner.
 */
public interface Model extends AutoCloseable {

  /** The tensors it takes and gives. */
  Signature signature();

  /**
   * Runs the model once, blocking the calling thread.
   *
   * @param inputs exactly the inputs of {@link #signature()}, already checked against it; they are
   *     read, never kept
   * @param scope where the outputs are allocated; the caller owns it and closes it after the last
   *     use of the outputs
   * @param stop raised when the answer has become useless; a backend that can stop a run does so
   *     and throws the signal's reason
   * @return all outputs of the signature, in its order
   * @throws io.salver.fault.InvalidInput when the values or the open extents of the inputs are none
   *     that the model can take
   * @throws io.salver.fault.BackendFailure when the runtime fails
   * @throws io.salver.fault.DeadlineExceeded when the run was stopped because its deadline passed
   * @throws io.salver.fault.Cancelled when the run was stopped because nobody waits for it
   */
  Tensors infer(Tensors inputs, TensorScope scope, StopSignal stop);

  @Override
  void close();
}
