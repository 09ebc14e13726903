package io.salver.monitor;

import java.util.List;
import java.util.Optional;

/** What a model said, as far as a label that comes later can prove it right or wrong. Immutable. */
public sealed interface Predicted {

  /**
   * Classes.
   *
   * @param classes with their probabilities, the most probable first; all of them, or the first
   *     {@value #MOST} of many
   */
  record Classes(List<Share> classes) implements Predicted {

    /** Most classes that are kept. */
    public static final int MOST = 100;

    /** Copies the first of the list. */
    public Classes {
      classes = List.copyOf(classes.subList(0, Math.min(MOST, classes.size())));
    }
  }

  /** A class and its probability. */
  record Share(String label, double probability) {}

  /**
   * A number.
   *
   * @param value the best single guess
   * @param interval where the true value should lie, if the model says
   */
  record Value(double value, Optional<Interval> interval) implements Predicted {}

  /**
   * Should hold the true value with a probability of {@code level}.
   *
   * @param low the lower end
   * @param high the upper end
   */
  record Interval(double low, double high, double level) {}
}
