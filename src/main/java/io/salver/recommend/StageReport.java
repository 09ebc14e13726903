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
 * @param moved of how many it changed score or place, by the name of what did, in order
 * @param measures what it measured of its outcome, by name, for example {@value
 *     #INTRA_LIST_DIVERSITY}
 * @param nanos how long it took, nanoseconds
 */
public record StageReport(
    Stage stage,
    int in,
    int kept,
    SequencedMap<String, Integer> removed,
    SequencedMap<String, Integer> moved,
    SequencedMap<String, Double> measures,
    long nanos) {

  /** 1 minus the mean cosine of the embeddings of two items of an answer; of two or more items. */
  public static final String INTRA_LIST_DIVERSITY = "intra_list_diversity";

  /** Copies the maps. */
  public StageReport {
    removed = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(removed));
    moved = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(moved));
    measures = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(measures));
  }

  /** A stage that moved and measured nothing. */
  public StageReport(
      Stage stage, int in, int kept, SequencedMap<String, Integer> removed, long nanos) {
    this(stage, in, kept, removed, new LinkedHashMap<>(), new LinkedHashMap<>(), nanos);
  }

  /** A stage that dropped {@code in - kept} for one reason, or nothing. */
  public static StageReport of(Stage stage, int in, int kept, String reason, long nanos) {
    Map<String, Integer> removed = in == kept ? Map.of() : Map.of(reason, in - kept);
    return new StageReport(stage, in, kept, new LinkedHashMap<>(removed), nanos);
  }
}
