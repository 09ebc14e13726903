package io.salver.recommend.pipeline;

import java.util.List;

/**
 * How popularity is counted by segment. Immutable.
 *
 * @param segments features of user or context, the widest first: with {@code [market, age_group]}
 *     there are segments of a market and an age group, of a market, and of all
 * @param minimum the least interactions of a segment that is believed; below it the wider one is
 *     asked
 */
public record PopularityPolicy(List<String> segments, int minimum) {

  public static final int DEFAULT_MINIMUM = 100;

  /** No segments. */
  public static final PopularityPolicy NONE = new PopularityPolicy(List.of(), DEFAULT_MINIMUM);

  /** Copies the list. */
  public PopularityPolicy {
    segments = List.copyOf(segments);
  }
}
