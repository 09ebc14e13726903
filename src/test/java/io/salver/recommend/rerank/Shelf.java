package io.salver.recommend.rerank;

import io.salver.recommend.Reranking;
import io.salver.recommend.Value;
import io.salver.recommend.catalogue.ColumnBuilder;
import io.salver.recommend.catalogue.IdDirectory;
import io.salver.recommend.catalogue.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Eight items with the ids 1 to 8 in the rows 0 to 7, candidates in that order with the scores 8 to
 * 1. Brands are a, a, a, b, b, c, none, c.
 */
final class Shelf {

  static final Instant NOW = Instant.parse("2026-03-02T15:04:05Z");
  static final int[] ROWS = IntStream.range(0, 8).toArray();
  static final float[] SCORES = {8, 7, 6, 5, 4, 3, 2, 1};
  static final Table ITEMS =
      new Table(
          IdDirectory.of(LongStream.rangeClosed(1, 8).toArray()),
          Map.of(
              "brand", column("a", "a", "a", "b", "b", "c", "", "c").texts(),
              "tags", column("x|y", "x", "y", "z", "", "", "x|z", "").textLists(),
              "price", column("1", "2", "3", "4", "5", "6", "", "8").numbers()));

  private Shelf() {}

  static RerankPolicy rules(Rule... rules) {
    return new RerankPolicy(Diversity.MMR, 0, 0, Optional.empty(), List.of(rules));
  }

  static Reranking wish(double diversity, double exploration, String deduplicate) {
    return new Reranking(
        OptionalDouble.of(diversity),
        OptionalDouble.of(exploration),
        true,
        Optional.of(deduplicate));
  }

  static Rerank begin(RerankPolicy policy, Reranking wishes, String seed) {
    return new Reranker(policy, ITEMS).begin(wishes, NOW, Map.of(), seed);
  }

  static Selection select(RerankPolicy policy, Reranking wishes, int k) {
    return select(begin(policy, wishes, "seed"), k, ItemVectors.NONE);
  }

  static Selection select(Rerank rerank, int k, ItemVectors vectors) {
    var unused = rerank.pins(k, row -> true);
    return rerank.select(k, ROWS, SCORES, vectors);
  }

  /** The ids of a selection over {@link #ROWS}. */
  static List<Long> ids(Selection selection) {
    return selection.places().stream().map(placed -> placed.candidate() + 1L).toList();
  }

  static Map<String, Value> features(String name, String value) {
    return Map.of(name, new Value.Text(value));
  }

  private static ColumnBuilder column(String... values) {
    ColumnBuilder builder = new ColumnBuilder("test");
    for (String value : values) {
      builder.add(value);
    }
    return builder;
  }
}
