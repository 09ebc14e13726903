package io.salver.monitor.outcome;

import io.salver.monitor.PredictionId;
import java.time.Instant;
import java.util.Optional;

/**
 * A label that somebody tells of. Immutable.
 *
 * @param id of the prediction that it is of
 * @param model the name of the model that was asked; needed only where several were asked under one
 *     id
 * @param outcome what turned out to be true
 * @param at when that was known
 */
public record Feedback(PredictionId id, Optional<String> model, Outcome outcome, Instant at) {}
