package io.salver.serving;

import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.time.Deadline;

/**
 * One request to run a model.
 *
 * @param model which model
 * @param inputs the tensors as they came, not yet checked against the signature
 * @param scope owns the inputs and will own the outputs; the caller closes it, after the answer is
 *     complete and read
 * @param deadline when the caller stops waiting
 */
public record InferenceRequest(
    ModelReference model, Tensors inputs, TensorScope scope, Deadline deadline) {}
