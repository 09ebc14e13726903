package io.salver.serving;

/** Hears of every answered request; must be quick, thread-safe, and never throw. */
@FunctionalInterface
public interface RequestObserver {

  /** Hears nothing. */
  RequestObserver NONE = record -> {};

  void answered(RequestRecord record);
}
