package io.salver.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Durations as people write them, read and written. */
final class DurationTextTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "1500, 1500ms",
    "90000, 90s",
    "900000, 15m",
    "129600000, 36h",
    "172800000, 2d",
  })
  void the_largest_whole_unit_is_written(long millis, String text) {
    assertThat(DurationText.of(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @Property(seed = "38")
  void what_was_written_is_read(@ForAll @LongRange(min = 0, max = 999_999_999) long millis) {
    Duration duration = Duration.ofMillis(millis);
    assertThat(DurationText.parse(DurationText.of(duration))).contains(duration);
  }

  @ParameterizedTest
  @CsvSource({"15", "m", "-1s", "1.2345s", "1 week", "''"})
  void what_is_no_duration_is_not_read(String text) {
    assertThat(DurationText.parse(text)).isEmpty();
  }
}
