package io.salver.recommend.feedback;

import io.salver.recommend.Placement;
import io.salver.recommend.Recommendation;
import io.salver.recommend.Recommendation.Judged;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.catalogue.EventType;
import io.salver.serving.Route;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** Answers and their events, for tests. */
final class Lists {

  static final String SHOP = "shop";

  private Lists() {}

  /** An answer of the shop with these items. */
  static Recommendation list(String id, List<Route> ways, Judged judged, long... items) {
    return new Recommendation(
        id,
        SHOP,
        LongStream.of(items).mapToObj(Lists::item).toList(),
        "2",
        ways,
        judged,
        Optional.empty(),
        Optional.empty(),
        new Recommendation.Ignored(0, 0),
        new Recommendation.Versions("", 1, 1, OptionalLong.empty()),
        List.of(),
        0,
        0);
  }

  /** Something that a user did with an item of that answer. */
  static Event event(String id, EventType type, long item, Instant at, String list) {
    return new Event(
        id, type, 1, item, at, OptionalDouble.empty(), Optional.of(list), OptionalInt.empty());
  }

  private static Recommendation.Item item(long id) {
    return new Recommendation.Item(id, 1, 1, 1, Placement.RANKED, new LinkedHashMap<>(), List.of());
  }
}
