package io.salver.monitor.drift;

/**
 * Watches a stream of errors, one a labelled prediction, for a change of their mean. Not
 * thread-safe.
 */
public interface ChangeDetector {

  /**
   * Takes the next error.
   *
   * @param error from 0 to 1; 0 or 1 where a prediction is right or wrong
   */
  Change add(double error);

  /** The mean error since the last change. */
  double mean();

  /** How many errors the mean is of. */
  long count();

  /** What the last error says. */
  enum Change {
    /** Nothing has changed. */
    NONE,
    /** It looks as if the error were rising. */
    WARNING,
    /** The error has risen; what was before is forgotten. */
    ROSE,
    /** The error has fallen; what was before is forgotten. */
    FELL
  }
}
