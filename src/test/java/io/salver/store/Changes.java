package io.salver.store;

import io.salver.recommend.Value;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.catalogue.EventType;
import io.salver.recommend.catalogue.Item;
import io.salver.recommend.catalogue.User;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Changes as tests write them. */
final class Changes {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");

  private Changes() {}

  static Change item(long id, String title) {
    return new Change.PutItem(titled(id, title));
  }

  static Item titled(long id, String title) {
    return Item.of(id, Map.of("title", new Value.Text(title)));
  }

  static Change user(long id, String country) {
    return new Change.PutUser(resident(id, country));
  }

  static User resident(long id, String country) {
    return new User(
        id, new LinkedHashMap<>(Map.of("country", new Value.Text(country))), List.of(7L, 5L));
  }

  static Change click(String id, long user, long item) {
    return new Change.Record(clicked(id, user, item));
  }

  static Event clicked(String id, long user, long item) {
    return Event.of(id, EventType.CLICK, user, item, NOON);
  }
}
