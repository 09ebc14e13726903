package io.salver.serving;

import io.salver.model.ModelId;
import io.salver.tensor.Tensors;

/**
 * The answer of a model.
 *
 * @param model the version that ran
 * @param outputs all outputs, in the memory of the request's scope
 * @param queueNanos time between arrival and the start of the run, nanoseconds
 * @param computeNanos time of the run, or of the look-up of an answer that was kept, nanoseconds
 */
public record InferenceResponse(
    ModelId model, Tensors outputs, long queueNanos, long computeNanos) {}
