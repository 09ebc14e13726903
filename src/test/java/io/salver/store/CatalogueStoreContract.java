package io.salver.store;

import static io.salver.store.Changes.click;
import static io.salver.store.Changes.clicked;
import static io.salver.store.Changes.item;
import static io.salver.store.Changes.resident;
import static io.salver.store.Changes.titled;
import static io.salver.store.Changes.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.salver.recommend.Value;
import io.salver.recommend.catalogue.CatalogueReader;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.ChangeLog;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.catalogue.EventType;
import io.salver.recommend.catalogue.Image;
import io.salver.recommend.catalogue.Item;
import io.salver.recommend.catalogue.NumberedChange;
import io.salver.recommend.catalogue.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What everything that keeps catalogues keeps to. Each test has a catalogue of its own. */
abstract class CatalogueStoreContract<S extends ChangeLog & CatalogueReader> {

  private final String shop = "shop-" + UUID.randomUUID();

  /** The store under test, the same one for all of a test. */
  protected abstract S store();

  @Test
  void knows_nothing_of_a_catalogue_without_changes() {
    assertThat(feed(0)).isEmpty();
    assertThat(store().item(shop, 1)).isEmpty();
    assertThat(store().user(shop, 1)).isEmpty();
    assertThat(store().items(shop, 0, 10)).isEmpty();
    assertThat(store().events(shop, 1, 10)).isEmpty();
    assertThat(write()).isEmpty();
  }

  @Test
  void numbers_changes_in_their_order_across_writes() {
    long[] first = write(item(4, "hat"), user(9, "it"), click("e1", 9, 4));
    long[] second = write(item(5, "cap"), click("e2", 9, 5));
    long[] all = LongStream.concat(LongStream.of(first), LongStream.of(second)).toArray();
    assertThat(all).isSorted().doesNotHaveDuplicates();
    assertThat(all[0]).isPositive();
    assertThat(feed(0))
        .containsExactly(
            new NumberedChange(first[0], item(4, "hat")),
            new NumberedChange(first[1], user(9, "it")),
            new NumberedChange(first[2], click("e1", 9, 4)),
            new NumberedChange(second[0], item(5, "cap")),
            new NumberedChange(second[1], click("e2", 9, 5)));
    assertThat(feed(first[2]))
        .extracting(NumberedChange::sequence)
        .containsExactly(second[0], second[1]);
    assertThat(feed(second[1])).isEmpty();
  }

  @Test
  void gives_back_items_as_they_were_put() {
    LinkedHashMap<String, Value> attributes = new LinkedHashMap<>();
    attributes.put("title", new Value.Text("Żółć \"hat\" \u0000\uD83D\uDC52 \uD800 |\n"));
    attributes.put("empty", new Value.Text(""));
    attributes.put("number-like", new Value.Text("12"));
    attributes.put("", new Value.Real(0.1 + 0.2));
    attributes.put("least", new Value.Real(Double.MIN_VALUE));
    attributes.put("most", new Value.Real(-Double.MAX_VALUE));
    attributes.put("zero", new Value.Real(-0.0));
    attributes.put("whole", new Value.Real(9007199254740993L));
    attributes.put("tags", new Value.Texts(List.of("b", "a", "", "b")));
    attributes.put("no tags", new Value.Texts(List.of()));
    byte[] bytes = new byte[Image.MAX_BYTES];
    IntStream.range(0, bytes.length).forEach(i -> bytes[i] = (byte) (i * 31));
    Item full = new Item(Long.MAX_VALUE, attributes, Optional.of(new Image(bytes)));
    Item bare = new Item(1, new LinkedHashMap<>(), Optional.empty());
    write(new Change.PutItem(full), new Change.PutItem(bare));
    assertThat(store().item(shop, Long.MAX_VALUE)).contains(full);
    assertThat(store().item(shop, Long.MAX_VALUE).orElseThrow().attributes().sequencedKeySet())
        .containsExactlyElementsOf(attributes.sequencedKeySet());
    assertThat(store().items(shop, 0, 10)).containsExactly(bare, full);
    assertThat(changes(feed(0)))
        .containsExactly(new Change.PutItem(full), new Change.PutItem(bare));
  }

  @Test
  void gives_back_users_as_they_were_put() {
    LinkedHashMap<String, Value> features = new LinkedHashMap<>();
    features.put("age", new Value.Real(35));
    features.put("device", new Value.Text("phone"));
    List<Long> history = LongStream.range(1, 3_000).map(i -> i * 1_000_003).boxed().toList();
    User full = new User(3, features, history);
    User bare = new User(4, new LinkedHashMap<>(), List.of());
    write(new Change.PutUser(full), new Change.PutUser(bare));
    assertThat(store().user(shop, 3)).contains(full);
    assertThat(store().user(shop, 4)).contains(bare);
    assertThat(store().user(shop, 5)).isEmpty();
    assertThat(changes(feed(0)))
        .containsExactly(new Change.PutUser(full), new Change.PutUser(bare));
  }

  @Test
  void gives_back_events_as_they_were_told() {
    List<Event> events = new ArrayList<>();
    for (EventType type : EventType.values()) {
      events.add(Event.of(type.label(), type, 3, 8, Instant.parse("1969-07-20T20:17:40.000001Z")));
    }
    events.add(
        new Event(
            "x".repeat(Event.MAX_ID),
            EventType.RATING,
            3,
            Long.MAX_VALUE,
            Instant.EPOCH,
            OptionalDouble.of(4.7),
            Optional.of("é".repeat(Event.MAX_ID)),
            OptionalInt.of(12)));
    List<Change> changes = events.stream().<Change>map(Change.Record::new).toList();
    store().write(shop, changes);
    assertThat(changes(feed(0))).isEqualTo(changes);
    assertThat(store().events(shop, 3, 10)).isEqualTo(events.reversed());
  }

  @Test
  void a_put_replaces_all_of_the_one_before() {
    LinkedHashMap<String, Value> attributes = new LinkedHashMap<>();
    attributes.put("colour", new Value.Text("red"));
    Item before = new Item(4, attributes, Optional.of(new Image(new byte[] {1, 2})));
    long first = write(new Change.PutItem(before), user(9, "it"))[0];
    write(item(4, "hat"));
    write(user(9, "fr"), item(4, "cap"), user(9, "es"));
    assertThat(store().item(shop, 4)).contains(titled(4, "cap"));
    assertThat(store().user(shop, 9)).contains(resident(9, "es"));
    assertThat(changes(feed(0))).containsExactly(item(4, "cap"), user(9, "es"));
    assertThat(changes(feed(first))).containsExactly(item(4, "cap"), user(9, "es"));
  }

  @Test
  void an_event_is_kept_once() {
    long[] first = write(click("e1", 9, 4), click("e1", 9, 5), click("e2", 9, 6));
    long[] again = write(click("e2", 8, 1), click("e3", 9, 7), click("e1", 9, 4));
    assertThat(first[1]).isZero();
    assertThat(again[0]).isZero();
    assertThat(again[1]).isGreaterThan(first[2]);
    assertThat(again[2]).isZero();
    assertThat(changes(feed(0)))
        .containsExactly(click("e1", 9, 4), click("e2", 9, 6), click("e3", 9, 7));
    assertThat(store().events(shop, 9, 2))
        .containsExactly(clicked("e3", 9, 7), clicked("e2", 9, 6));
  }

  @Test
  void a_removed_item_is_gone_and_its_events_stay() {
    long before = write(item(4, "hat"), item(5, "cap"), click("e1", 9, 4))[2];
    long[] removed =
        write(
            new Change.RemoveItem(4),
            new Change.RemoveItem(4),
            new Change.RemoveItem(6),
            item(5, "cape"),
            new Change.RemoveItem(5));
    assertThat(removed[0]).isGreaterThan(before);
    assertThat(removed[1]).isZero();
    assertThat(removed[2]).isZero();
    assertThat(removed[4]).isGreaterThan(removed[3]);
    assertThat(store().item(shop, 4)).isEmpty();
    assertThat(store().items(shop, 0, 10)).isEmpty();
    assertThat(store().events(shop, 9, 10)).containsExactly(clicked("e1", 9, 4));
    assertThat(changes(feed(before)))
        .containsExactly(new Change.RemoveItem(4), new Change.RemoveItem(5));
    assertThat(write(new Change.RemoveItem(4))).containsExactly(0);
  }

  @Test
  void an_item_can_be_put_again_after_its_removal() {
    write(item(4, "hat"));
    write(new Change.RemoveItem(4), item(4, "cap"));
    assertThat(store().item(shop, 4)).contains(titled(4, "cap"));
    assertThat(new ReplayedCatalogue().apply(feed(0)).items()).containsOnlyKeys(4L);
    assertThat(write(new Change.RemoveItem(4))[0]).isPositive();
  }

  @Test
  void a_removed_user_is_gone_with_all_its_events() {
    long before = write(user(9, "it"), click("e1", 9, 4), click("e2", 8, 4))[2];
    long[] removed = write(click("e3", 9, 5), new Change.RemoveUser(9), new Change.RemoveUser(9));
    assertThat(removed[1]).isPositive();
    assertThat(removed[2]).isZero();
    assertThat(store().user(shop, 9)).isEmpty();
    assertThat(store().events(shop, 9, 10)).isEmpty();
    assertThat(store().events(shop, 8, 10)).containsExactly(clicked("e2", 8, 4));
    assertThat(changes(feed(before))).containsExactly(new Change.RemoveUser(9));
    assertThat(changes(feed(0))).containsExactly(click("e2", 8, 4), new Change.RemoveUser(9));
  }

  @Test
  void a_user_known_by_events_only_can_be_removed() {
    write(click("e1", 9, 4));
    assertThat(write(new Change.RemoveUser(9))[0]).isPositive();
    assertThat(store().events(shop, 9, 10)).isEmpty();
    assertThat(write(new Change.RemoveUser(9))).containsExactly(0);
  }

  @Test
  void whoever_knew_a_user_hears_of_its_removal_even_when_it_came_back() {
    ReplayedCatalogue follower = new ReplayedCatalogue();
    write(user(9, "it"), click("e1", 9, 4));
    follower.apply(feed(0));
    write(new Change.RemoveUser(9));
    write(user(9, "fr"), click("e2", 9, 5));
    follower.apply(feed(follower.sequence()));
    assertThat(follower.users()).containsEntry(9L, resident(9, "fr"));
    assertThat(follower.events()).containsOnlyKeys("e2");
  }

  @Test
  void catalogues_do_not_know_one_another() {
    String other = shop + "-2";
    write(item(4, "hat"), user(9, "it"), click("e1", 9, 4));
    store().write(other, List.of(item(4, "cap"), click("e1", 9, 5)));
    store().write(other, List.of(new Change.RemoveUser(9)));
    assertThat(changes(feed(0))).containsExactly(item(4, "hat"), user(9, "it"), click("e1", 9, 4));
    assertThat(changes(store().after(other, 0, 10)))
        .containsExactly(item(4, "cap"), new Change.RemoveUser(9));
  }

  @Test
  void answers_pages() {
    List<Change> changes = new ArrayList<>();
    for (int id = 30; id > 0; id--) {
      changes.add(item(id, "t" + id));
      changes.add(click("e" + id, 9, id));
    }
    long[] sequences = store().write(shop, changes);
    assertThat(store().items(shop, 10, 3))
        .containsExactly(titled(11, "t11"), titled(12, "t12"), titled(13, "t13"));
    assertThat(store().events(shop, 9, 2))
        .containsExactly(clicked("e1", 9, 1), clicked("e2", 9, 2));
    assertThat(store().after(shop, sequences[6], 5))
        .extracting(NumberedChange::sequence)
        .containsExactly(sequences[7], sequences[8], sequences[9], sequences[10], sequences[11]);
  }

  @Test
  void takes_thousands_of_changes_at_once() {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      changes.add(
          switch (i % 4) {
            case 0 -> item(i / 8 + 1, "t" + i);
            case 1 -> user(i / 8 + 1, "c" + i);
            case 2 -> click("e" + i / 8, i / 8 + 1, 1);
            default -> i % 400 == 3 ? new Change.RemoveUser(i / 8 + 1) : item(9_000 + i, "x");
          });
    }
    store().write(shop, changes);
    ReplayedCatalogue expected = new ReplayedCatalogue();
    changes.forEach(expected::apply);
    assertThat(new ReplayedCatalogue().apply(feed(0))).isEqualTo(expected);
  }

  @Test
  void a_follower_misses_nothing_while_many_write() throws Exception {
    int writers = 4;
    int writes = 25;
    ReplayedCatalogue follower = new ReplayedCatalogue();
    try (ExecutorService pool = Executors.newFixedThreadPool(writers)) {
      List<Future<?>> tasks = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        long user = writer + 1L;
        tasks.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < writes; i++) {
                    write(item(user * 1_000 + i, "t"), click(user + "-" + i, user, i));
                  }
                }));
      }
      while (tasks.stream().anyMatch(task -> !task.isDone())) {
        follower.apply(store().after(shop, follower.sequence(), 7));
      }
      for (Future<?> task : tasks) {
        task.get();
      }
    }
    follower.apply(feed(follower.sequence()));
    assertThat(follower.items()).hasSize(writers * writes);
    assertThat(follower.events()).hasSize(writers * writes);
    assertThat(feed(0)).extracting(NumberedChange::sequence).doesNotHaveDuplicates();
  }

  private long[] write(Change... changes) {
    return store().write(shop, List.of(changes));
  }

  /** Everything after {@code sequence}, however many pages that is. */
  private List<NumberedChange> feed(long sequence) {
    List<NumberedChange> all = new ArrayList<>();
    List<NumberedChange> page = store().after(shop, sequence, 1_000);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = store().after(shop, page.getLast().sequence(), 1_000);
    }
    return all;
  }

  private static List<Change> changes(List<NumberedChange> feed) {
    return feed.stream().map(NumberedChange::change).toList();
  }
}
