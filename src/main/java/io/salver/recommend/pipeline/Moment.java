package io.salver.recommend.pipeline;

import io.salver.recommend.Value;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;

/** The context features that the clock can tell, in UTC. */
final class Moment {

  private Moment() {}

  /** {@code month} 1..12, {@code hour} 0..23 and {@code day_of_week} 1..7, where 1 is Monday. */
  static Map<String, Value> of(Instant now) {
    ZonedDateTime time = now.atZone(ZoneOffset.UTC);
    return Map.of(
        "month", new Value.Real(time.getMonthValue()),
        "hour", new Value.Real(time.getHour()),
        "day_of_week", new Value.Real(time.getDayOfWeek().getValue()));
  }
}
