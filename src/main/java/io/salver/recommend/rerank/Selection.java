package io.salver.recommend.rerank;

import io.salver.recommend.Placement;
import java.util.List;
import java.util.SequencedMap;

/**
 * The list that is answered.
 *
 * @param places best first
 * @param scores of every candidate, after boosts, in the order of the candidates
 * @param removed how many candidates each step dropped, by its name
 * @param moved of how many candidates each step changed score or place, by its name
 * @param measures what was measured of the list, by name
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one request, never compared
public record Selection(
    List<Placed> places,
    float[] scores,
    SequencedMap<String, Integer> removed,
    SequencedMap<String, Integer> moved,
    SequencedMap<String, Double> measures) {

  /** A candidate, by its position, and why it stands there. */
  public record Placed(int candidate, Placement placement) {}
}
