package io.salver.serving;

/** Hears of every run of a model, on the model's thread; must be quick and never throw. */
@FunctionalInterface
public interface ExecutionObserver {

  /** Hears nothing. */
  ExecutionObserver NONE = execution -> {};

  void executed(Execution execution);
}
