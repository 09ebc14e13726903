package io.salver.monitor;

import java.time.Duration;

/**
 * The span of time that is compared with the reference. Immutable.
 *
 * @param length of the window
 * @param panes equal parts that it is made of, from 1 to {@link #MOST_PANES}
 * @param kind how one window follows another
 */
public record WindowSettings(Duration length, int panes, Kind kind) {

  /** Most parts of a window; bounds memory. */
  public static final int MOST_PANES = 60;

  /** Shortest window. */
  public static final Duration SHORTEST = Duration.ofSeconds(1);

  /** A quarter of an hour that moves on every three minutes. */
  public static final WindowSettings DEFAULT =
      new WindowSettings(Duration.ofMinutes(15), 5, Kind.SLIDING);

  /** How one window follows another. */
  public enum Kind {
    /** With every pane that ends, by one pane. */
    SLIDING,
    /** When it has ended, by its length. */
    TUMBLING
  }

  /** Checks what the comment says. */
  public WindowSettings {
    if (panes < 1 || panes > MOST_PANES) {
      throw new IllegalArgumentException(
          "panes must be from 1 to %d, not %d".formatted(MOST_PANES, panes));
    }
    if (length.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "a window must last %s at least, not %s".formatted(SHORTEST, length));
    }
  }

  /** How long a pane lasts. */
  public long paneNanos() {
    return length.toNanos() / panes;
  }

  /** The same. */
  public Duration pane() {
    return Duration.ofNanos(paneNanos());
  }
}
