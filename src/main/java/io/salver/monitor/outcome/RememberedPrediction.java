package io.salver.monitor.outcome;

import io.salver.model.ModelId;
import io.salver.monitor.Predicted;
import io.salver.monitor.PredictionId;
import java.time.Instant;
import java.util.Map;

/**
 * A prediction whose label may still come. Immutable.
 *
 * @param id what the label will refer to
 * @param model the version that said it; several may under one id, as when one is tried in
 *     another's shadow
 * @param at when, to the microsecond
 * @param predicted what it said
 * @param slices which group it belongs to, by the feature that groups
 */
public record RememberedPrediction(
    PredictionId id, ModelId model, Instant at, Predicted predicted, Map<String, String> slices) {

  /** Copies the map. */
  public RememberedPrediction {
    slices = Map.copyOf(slices);
  }
}
