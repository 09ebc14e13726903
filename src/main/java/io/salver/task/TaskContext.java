package io.salver.task;

import io.salver.serving.InferenceRequest;
import io.salver.serving.ModelReference;
import io.salver.tensor.TensorScope;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import java.util.Optional;

/**
 * What every typed request says of itself.
 *
 * @param model which model; absent: the only ready one with that task
 * @param scope owns the bytes of the request and will own its tensors; the caller closes it, after
 *     the answer is complete and read
 * @param deadline when the caller stops waiting
 * @param priority from {@value InferenceRequest#MOST_URGENT}, which goes first, to {@value
 *     InferenceRequest#LEAST_URGENT}
 * @param stop raised when the caller is gone
 */
public record TaskContext(
    Optional<ModelReference> model,
    TensorScope scope,
    Deadline deadline,
    int priority,
    StopSignal stop) {}
