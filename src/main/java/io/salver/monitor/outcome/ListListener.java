package io.salver.monitor.outcome;

/** Hears of lists whose time is over. Never waits, never throws. Thread-safe. */
@FunctionalInterface
public interface ListListener {

  /** Hears nothing. */
  ListListener NONE = _ -> {};

  /** The time of a list that was shown is over. */
  void over(ListOutcome list);
}
