package io.salver.monitor;

import io.salver.model.ModelId;

/**
 * Hears what models are asked and what they say. Called on the path of requests: never waits, never
 * throws, and drops what it has no room for. Thread-safe.
 */
public interface PredictionObserver {

  /** Hears nothing. */
  PredictionObserver NONE =
      new PredictionObserver() {
        @Override
        public boolean observes(ModelId model, String request) {
          return false;
        }

        @Override
        public void predicted(Observation observation) {}
      };

  /**
   * Whether somebody looks at that request: asked before anything is gathered for it. The same for
   * the same request always, so that a label finds what was sampled.
   */
  boolean observes(ModelId model, String request);

  /** The model was asked and has answered so. */
  void predicted(Observation observation);
}
