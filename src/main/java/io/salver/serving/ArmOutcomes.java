package io.salver.serving;

/** An arm that has answered, to be told what becomes known of its answer. Thread-safe. */
@FunctionalInterface
public interface ArmOutcomes {

  /** Something became known later of the answer, for example of a click. */
  void known(String outcome, double value);
}
