package io.salver.monitor.outcome;

/**
 * Hears of every label that any process with the same store is told, once, some time later. Never
 * waits, never throws. Used by one thread at a time.
 */
@FunctionalInterface
public interface LabelListener {

  /** Hears nothing. */
  LabelListener NONE = _ -> {};

  void labelled(LabelledPrediction label);
}
