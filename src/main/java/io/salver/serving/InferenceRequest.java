package io.salver.serving;

import io.salver.batch.Work;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import java.util.Optional;

/**
 * One request to run a model.
 *
 * @param model which model
 * @param inputs the tensors as they came, not yet checked against the signature
 * @param scope owns the inputs and will own the outputs; the caller closes it, after the answer is
 *     complete and read
 * @param deadline when the caller stops waiting
 * @param priority from {@value #MOST_URGENT}, which goes first, to {@value #LEAST_URGENT}
 * @param stop raised when the caller is gone
 * @param observed what a client's own request of tensors is called; absent: a run for somebody who
 *     tells of it himself, as the typed tasks do
 */
public record InferenceRequest(
    ModelReference model,
    Tensors inputs,
    TensorScope scope,
    Deadline deadline,
    int priority,
    StopSignal stop,
    Optional<RequestId> observed) {

  public static final int MOST_URGENT = Work.MOST_URGENT;
  public static final int ORDINARY = 5;
  public static final int LEAST_URGENT = Work.LEAST_URGENT;

  /** A run for somebody who tells of it himself. */
  public InferenceRequest(
      ModelReference model,
      Tensors inputs,
      TensorScope scope,
      Deadline deadline,
      int priority,
      StopSignal stop) {
    this(model, inputs, scope, deadline, priority, stop, Optional.empty());
  }

  /** The same request of a client, which calls it so. */
  public InferenceRequest observed(RequestId id) {
    return new InferenceRequest(model, inputs, scope, deadline, priority, stop, Optional.of(id));
  }

  /** The same request of that model. */
  public InferenceRequest of(ModelReference other) {
    return new InferenceRequest(other, inputs, scope, deadline, priority, stop, observed);
  }

  /** An ordinary request whose caller stays. */
  public InferenceRequest(
      ModelReference model, Tensors inputs, TensorScope scope, Deadline deadline) {
    this(model, inputs, scope, deadline, ORDINARY, StopSignal.never());
  }
}
