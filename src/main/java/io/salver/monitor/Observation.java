package io.salver.monitor;

import io.salver.model.ModelId;
import java.time.Instant;
import java.util.Optional;

/**
 * One row, text, picture or sound that a model was asked about, and what the model said. Immutable.
 *
 * @param model the version that ran
 * @param id what refers to it later
 * @param at when it was answered
 * @param sample what came in and what came out, as distributions see it
 * @param predicted what a label can be compared with; absent for what has none, as a vector
 */
public record Observation(
    ModelId model, PredictionId id, Instant at, Sample sample, Optional<Predicted> predicted) {}
