package io.salver.monitor;

import io.salver.model.ModelId;
import java.time.Instant;
import java.util.Optional;

/** Observations of nothing in particular. */
final class Observations {

  static final ModelId MODEL = new ModelId("m", 1);

  private Observations() {}

  static Observation of(String request, int index) {
    return of(MODEL, request, index);
  }

  static Observation of(ModelId model, String request, int index) {
    return new Observation(
        model,
        new PredictionId(request, index),
        Instant.EPOCH,
        Sample.builder().feature("x", index).build(),
        Optional.empty());
  }
}
