package io.salver.monitor.outcome;

import java.time.Duration;

/** Hears what becomes of predictions and labels. Never waits, never throws. Thread-safe. */
public interface OutcomeObserver {

  /** Hears nothing. */
  OutcomeObserver NONE =
      new OutcomeObserver() {
        @Override
        public void told(Receipt receipt) {}

        @Override
        public void aged(String model, Duration age) {}

        @Override
        public void predictions(Fate fate, long count) {}
      };

  /** What became of predictions that were to be remembered. */
  enum Fate {
    /** They are in the store. */
    REMEMBERED,
    /** There was no room for them while others waited for the store. */
    DROPPED,
    /** There were more in a second than are remembered. */
    LIMITED
  }

  /** A label was told. */
  void told(Receipt receipt);

  /** A label was kept so long after its prediction. */
  void aged(String model, Duration age);

  /** So many predictions met that fate. */
  void predictions(Fate fate, long count);
}
