package io.salver.table;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.OptionalLong;

/**
 * Reads days and moments as ISO 8601 writes them: {@code 2021-03-01}, {@code
 * 2021-03-01T12:30:00+02:00}. Without an offset they are of UTC; fractions of seconds are dropped,
 * towards the past.
 */
final class Moments {

  private static final int LONGEST = 40;
  private static final int DAY_LENGTH = 10;
  private static final int SECONDS_PER_DAY = 86_400;
  private static final DateTimeFormatter MOMENT = DateTimeFormatter.ISO_DATE_TIME;

  private Moments() {}

  /** Seconds since 1970-01-01T00:00Z. */
  static OptionalLong seconds(String text) {
    if (text.length() < DAY_LENGTH || text.length() > LONGEST) {
      return OptionalLong.empty();
    }
    try {
      if (text.length() == DAY_LENGTH) {
        return OptionalLong.of(LocalDate.parse(text).toEpochDay() * SECONDS_PER_DAY);
      }
      TemporalAccessor moment = MOMENT.parse(text);
      ZoneOffset offset = moment.query(java.time.temporal.TemporalQueries.offset());
      return OptionalLong.of(
          LocalDateTime.from(moment).toEpochSecond(offset == null ? ZoneOffset.UTC : offset));
    } catch (DateTimeException other) {
      return OptionalLong.empty();
    }
  }

  /** Whole days of those seconds. */
  static long days(long seconds) {
    return Math.floorDiv(seconds, SECONDS_PER_DAY);
  }
}
