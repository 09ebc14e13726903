package io.salver.monitor.drift;

/** Where a check stands; {@link Persistence} draws how it moves. */
public enum DriftState {
  /** No window with enough samples was seen yet, or there is nothing to compare with. */
  UNKNOWN,
  /** The last windows were as the reference. */
  STABLE,
  /** The last window was not, which may be chance. */
  SUSPECTED,
  /** Enough windows in a row were not: this is a drift. */
  DRIFTED
}
