package io.salver.recommend.pipeline;

import io.salver.recommend.catalogue.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts interactions of users with items by segment. With the segments {@code [market, age_group]}
 * an interaction counts for all, for its user's market, and for the market and age group together;
 * a value that is not known ends the chain there. The narrowest segment with enough interactions is
 * believed.
 *
 * <p>Thread-safe: writers exclude one another, readers do not wait and see an interaction soon
 * after it was counted. Memory grows with the pairs of segment and item that occur.
 */
public final class SegmentPopularity {

  private final PopularityPolicy policy;
  private final ConcurrentMap<List<String>, RowCounts> segments = new ConcurrentHashMap<>();
  private final RowCounts all = new RowCounts();

  /** Nothing was counted yet. */
  public SegmentPopularity(PopularityPolicy policy) {
    this.policy = policy;
  }

  PopularityPolicy policy() {
    return policy;
  }

  /** The features that make the segments, the widest first. */
  public List<String> segments() {
    return policy.segments();
  }

  /** The values that {@link #count} takes, of the user in that row of {@code users}. */
  public List<String> user(Table users, int row) {
    return policy.segments().stream()
        .map(
            name ->
                users
                    .find(name)
                    .flatMap(column -> column.value(row))
                    .map(PopularitySource::spell)
                    .orElse(""))
        .toList();
  }

  /**
   * Counts an interaction.
   *
   * @param user the user's values of {@link #segments()}, in their order; empty texts where they
   *     are not known
   * @param row the item's row
   * @param weight positive
   */
  public synchronized void count(List<String> user, int row, float weight) {
    all.add(row, weight);
    for (int depth = 1; depth <= known(user); depth++) {
      List<String> segment = List.copyOf(user.subList(0, depth));
      segments.computeIfAbsent(segment, key -> new RowCounts()).add(row, weight);
    }
  }

  /** Forgets what was counted of an item that is no more. */
  public synchronized void forget(int row) {
    all.forget(row);
    segments.values().forEach(counts -> counts.forget(row));
  }

  /**
   * The segments of a user that are believed, the narrowest first; the last is always that of all.
   */
  List<RowCounts> chain(List<String> user) {
    List<RowCounts> chain = new ArrayList<>();
    for (int depth = known(user); depth > 0; depth--) {
      RowCounts counts = segments.get(user.subList(0, depth));
      if (counts != null && counts.total() >= policy.minimum()) {
        chain.add(counts);
      }
    }
    chain.add(all);
    return chain;
  }

  private int known(List<String> user) {
    int known = 0;
    int depth = Math.min(user.size(), policy.segments().size());
    while (known < depth && !user.get(known).isEmpty()) {
      known++;
    }
    return known;
  }
}
