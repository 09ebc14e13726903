package io.salver.task;

import io.salver.serving.Following;
import io.salver.serving.InferenceRequest;
import io.salver.serving.ModelReference;
import io.salver.serving.RequestId;
import io.salver.tensor.TensorScope;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import java.util.Optional;

/**
 * What every typed request says of itself.
 *
 * @param id what it is called, by its client or by us
 * @param model which model; absent: the only ready one with that task
 * @param following who asks, and which arm of a rollout answers
 * @param scope owns the bytes of the request and will own its tensors; the caller closes it, after
 *     the answer is complete and read
 * @param deadline when the caller stops waiting
 * @param priority from {@value InferenceRequest#MOST_URGENT}, which goes first, to {@value
 *     InferenceRequest#LEAST_URGENT}
 * @param stop raised when the caller is gone
 */
public record TaskContext(
    RequestId id,
    Optional<ModelReference> model,
    Following following,
    TensorScope scope,
    Deadline deadline,
    int priority,
    StopSignal stop) {

  /** A request of somebody who says nothing of himself. */
  public TaskContext(
      RequestId id,
      Optional<ModelReference> model,
      TensorScope scope,
      Deadline deadline,
      int priority,
      StopSignal stop) {
    this(id, model, Following.silent(), scope, deadline, priority, stop);
  }

  /** The same, whose id is drawn. */
  public TaskContext(
      Optional<ModelReference> model,
      TensorScope scope,
      Deadline deadline,
      int priority,
      StopSignal stop) {
    this(RequestId.draw(), model, scope, deadline, priority, stop);
  }

  /** The same request of that model. */
  public TaskContext of(ModelReference other) {
    return new TaskContext(id, Optional.of(other), following, scope, deadline, priority, stop);
  }
}
