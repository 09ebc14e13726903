package io.salver.task.speech;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a long sound into windows that overlap; all are equally long but the last, which may be
 * shorter.
 */
final class Windows {

  private Windows() {}

  /**
   * A part of a sound.
   *
   * @param from its first sample
   * @param to the sample after its last
   */
  record Window(int from, int to) {

    int length() {
      return to - from;
    }
  }

  /** The windows of so many samples, with {@code step} from the beginning of one to the next. */
  static List<Window> of(int samples, int length, int step) {
    List<Window> windows = new ArrayList<>();
    int from = 0;
    while (samples - from > length) {
      windows.add(new Window(from, from + length));
      from += step;
    }
    windows.add(new Window(from, samples));
    return windows;
  }

  /** The first windows from {@code from} on that are as long as the first, at most {@code most}. */
  static List<Window> batch(List<Window> windows, int from, int most) {
    int end = from + 1;
    while (end < windows.size()
        && end - from < most
        && windows.get(end).length() == windows.get(from).length()) {
      end++;
    }
    return windows.subList(from, end);
  }
}
