package io.salver.monitor;

import io.salver.model.ModelId;

/**
 * Takes what was observed, on the one thread of the watching, off the path of requests. Bounds
 * itself: what it cannot take at once it drops and counts.
 */
public interface ObservationConsumer {

  /** The share of the requests of a version that it wants, from 0 to 1. Thread-safe. */
  double share(ModelId model);

  /**
   * Takes one that {@link Sampling} gives it by that share. Never called by two threads at once.
   */
  void accept(Observation observation);
}
