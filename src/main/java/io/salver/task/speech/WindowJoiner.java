package io.salver.task.speech;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a search with the frames of windows that overlap, each frame once. Two windows are joined
 * where neither sees a symbol: in the middle of the longest such pause in the inner half of their
 * overlap, where both know what comes before and after; else in the middle of the overlap.
 * Confined.
 */
final class WindowJoiner {

  private final CtcSearch search;
  private final int blank;
  private final List<Long> joints = new ArrayList<>();
  private @Nullable CtcFrames held;
  private float[] row = new float[0];
  private long fed;

  WindowJoiner(CtcSearch search, int blank) {
    this.search = search;
    this.blank = blank;
  }

  /** Takes the next window, which begins before the last one ended. */
  void accept(CtcFrames window) {
    CtcFrames before = held;
    held = window;
    if (before != null) {
      long from = Math.max(window.first(), fed);
      long end = Math.min(before.end(), window.end());
      long joint = from < end ? joint(before, window, from, end) : Math.min(before.end(), end);
      feed(before, Math.min(joint, before.end()));
      joints.add(joint);
    }
  }

  /**
   * Takes a window whose successor is yet to come, and that will overlap by {@code overlap} frames
   * or a little more: feeds what is before the joint.
   *
   * @return the joint
   */
  long acceptUntil(CtcFrames window, int overlap) {
    long end = Math.max(window.end(), fed);
    long from = Math.max(end - overlap, fed);
    long joint = from < end ? joint(window, window, from, end) : end;
    feed(window, joint);
    joints.add(joint);
    return joint;
  }

  /** The sound is complete: feeds the rest. */
  void finish() {
    if (held != null) {
      feed(held, held.end());
      held = null;
    }
  }

  /** The frames at which windows were joined. */
  List<Long> joints() {
    return joints;
  }

  private long joint(CtcFrames before, CtcFrames after, long from, long end) {
    long quarter = (end - from) / 4;
    long best = (from + end) / 2;
    long longest = 0;
    long begin = from + quarter;
    for (long frame = begin; frame <= end - quarter; frame++) {
      boolean quiet =
          frame < end - quarter && before.best(frame) == blank && after.best(frame) == blank;
      if (!quiet) {
        if (frame - begin > longest) {
          longest = frame - begin;
          best = (begin + frame) / 2;
        }
        begin = frame + 1;
      }
    }
    return best;
  }

  private void feed(CtcFrames window, long end) {
    if (row.length != window.symbols()) {
      row = new float[window.symbols()];
    }
    for (long frame = Math.max(fed, window.first()); frame < end; frame++) {
      window.logProbabilities(frame, row);
      search.accept(row);
    }
    fed = Math.max(fed, end);
  }
}
