package io.salver.store;

import static io.salver.store.Changes.clicked;
import static org.assertj.core.api.Assertions.assertThat;

import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.catalogue.EventType;
import io.salver.time.Ticker;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventRetentionTest {

  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  @TempDir Path directory = Path.of("");

  private JdbcStore store;

  @BeforeEach
  void open() {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    store = JdbcStore.of(StoreSettings.embedded(directory), clock, Ticker.SYSTEM);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void deletes_what_is_too_old_in_every_catalogue_and_nothing_else() {
    List<Change> old = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      old.add(new Change.Record(at("old" + i, NOW.minus(Duration.ofDays(30)).minusSeconds(1))));
    }
    Event young = at("young", NOW.minus(Duration.ofDays(30)));
    store.write("a", old);
    store.write("a", List.of(new Change.Record(young), Changes.item(1, "hat")));
    store.write("b", old.subList(0, 10));
    assertThat(store.deleteEventsOlderThan(Duration.ofDays(30))).isEqualTo(2_510);
    assertThat(store.events("a", 9, 10)).containsExactly(young);
    assertThat(store.events("b", 9, 10)).isEmpty();
    assertThat(store.after("a", 0, 10)).hasSize(2);
    assertThat(store.deleteEventsOlderThan(Duration.ofDays(30))).isZero();
  }

  @Test
  void does_not_touch_a_store_that_nobody_uses() {
    assertThat(store.deleteEventsOlderThan(Duration.ofDays(1))).isZero();
    assertThat(directory).isEmptyDirectory();
  }

  private static Event at(String id, Instant at) {
    Event event = clicked(id, 9, 4);
    return Event.of(event.id(), EventType.CLICK, event.user(), event.item(), at);
  }
}
