package io.salver.monitor;

import io.salver.monitor.sketch.Sketches;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The panes of time that a window is made of: some that have ended and one that is being filled.
 * Not thread-safe.
 *
 * @see WindowSettings
 */
final class Panes {

  private final WindowSettings settings;
  private final FeatureSet features;
  private final Sketches sketches;

  /** Those that have ended and may still be part of a window, oldest first; at most all but one. */
  private final Deque<Pane> ended = new ArrayDeque<>();

  private Pane current;

  /** The last tumbling window that has ended; the first one that is being filled before. */
  private Window complete;

  Panes(long index, WindowSettings settings, FeatureSet features, Sketches sketches) {
    this.settings = settings;
    this.features = features;
    this.sketches = sketches;
    this.current = new Pane(index, new Counts(features, sketches));
    this.complete = new Window(index, index, new Counts(features, sketches));
  }

  private record Pane(long index, Counts counts) {}

  /** Panes from one to before another, added up. */
  record Window(long from, long until, Counts counts) {}

  /** What is counted now. */
  Counts current() {
    return current.counts;
  }

  long currentIndex() {
    return current.index;
  }

  /** Whether a window ends when the current pane does. */
  boolean endsWindow() {
    return settings.kind() == WindowSettings.Kind.SLIDING
        || Math.floorMod(current.index + 1, settings.panes()) == 0;
  }

  /** The window that the current pane is the last of, as far as it is filled. */
  Window window() {
    long from =
        settings.kind() == WindowSettings.Kind.SLIDING
            ? current.index - settings.panes() + 1
            : current.index - Math.floorMod(current.index, settings.panes());
    return new Window(from, current.index + 1, sum(from));
  }

  /** Whether nothing came in the window that the current pane is the last of. */
  boolean isIdle() {
    return current.counts.samples() == 0
        && ended.stream().allMatch(pane -> pane.counts.samples() == 0);
  }

  /** The window to report: of tumbling ones the last that has ended, once one has. */
  Window reported() {
    boolean isFilling =
        settings.kind() == WindowSettings.Kind.SLIDING || complete.from == complete.until;
    return isFilling ? window() : complete;
  }

  /** Ends the current pane and begins the one of that index, which is later. */
  void next(long index) {
    if (settings.kind() == WindowSettings.Kind.TUMBLING && endsWindow()) {
      complete = window();
    }
    ended.addLast(current);
    while (!ended.isEmpty() && ended.getFirst().index <= index - settings.panes()) {
      ended.removeFirst();
    }
    current = new Pane(index, new Counts(features, sketches));
  }

  private Counts sum(long from) {
    Counts sum = new Counts(features, sketches);
    for (Pane pane : ended) {
      if (pane.index >= from) {
        sum.merge(pane.counts);
      }
    }
    sum.merge(current.counts);
    return sum;
  }
}
