package io.salver.time;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: a number and a unit, for example {@code 2ms}, {@code 12.5ms} or
 * {@code 36h}.
 */
public final class DurationText {

  /** The units, for messages. */
  public static final String UNITS = "us, ms, s, m, h or d";

  private static final Pattern FORM =
      Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,3}))? ?(us|ms|s|m|h|d)");

  private DurationText() {}

  /** The duration in its largest whole unit, from milliseconds to days. */
  public static String of(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1_000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1_000;
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + "s";
    }
    if (seconds % 3_600 != 0) {
      return seconds / 60 + "m";
    }
    return seconds % 86_400 == 0 ? seconds / 86_400 + "d" : seconds / 3_600 + "h";
  }

  /** The duration; absent for what is none. */
  public static Optional<Duration> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String fraction = matcher.group(2) == null ? "" : matcher.group(2);
    long thousandths = Long.parseLong(matcher.group(1) + (fraction + "000").substring(0, 3));
    Duration unit =
        switch (matcher.group(3)) {
          case "us" -> Duration.ofNanos(1_000);
          case "ms" -> Duration.ofMillis(1);
          case "s" -> Duration.ofSeconds(1);
          case "m" -> Duration.ofMinutes(1);
          case "h" -> Duration.ofHours(1);
          default -> Duration.ofDays(1);
        };
    return Optional.of(unit.dividedBy(1_000).multipliedBy(thousandths));
  }
}
