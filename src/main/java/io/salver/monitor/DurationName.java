package io.salver.monitor;

import java.time.Duration;

/** Durations in their largest whole unit: {@code 15m}, {@code 36h}, {@code 1500ms}. */
public final class DurationName {

  private DurationName() {}

  /** The name of a duration. */
  public static String of(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1_000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1_000;
    if (seconds % 60 != 0) {
      return seconds + "s";
    }
    if (seconds % 3_600 != 0) {
      return seconds / 60 + "m";
    }
    return seconds % 86_400 == 0 ? seconds / 86_400 + "d" : seconds / 3_600 + "h";
  }
}
