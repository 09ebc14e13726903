package io.salver.recommend;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What one stage did. {@code in} is {@code kept} plus the sum of {@code removed}.
 *
 * @param stage which stage
 * @param in how many it looked at
 * @param kept how many it passed on
 * @param removed how many it dropped, by the name of what dropped them, in order
 * @param nanos how long it took, nanoseconds
 */
public record StageReport(
    Stage stage, int in, int kept, SequencedMap<String, Integer> removed, long nanos) {

  /** Copies the map. */
  public StageReport {
    removed = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(removed));
  }

  /** A stage that dropped {@code in - kept} for one reason, or nothing. */
  public static StageReport of(Stage stage, int in, int kept, String reason, long nanos) {
    Map<String, Integer> removed = in == kept ? Map.of() : Map.of(reason, in - kept);
    return new StageReport(stage, in, kept, new LinkedHashMap<>(removed), nanos);
  }
}
