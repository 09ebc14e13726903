package io.salver.store;

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
import io.salver.testkit.InMemoryChangeLog;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/**
 * Whatever is written, however it is grouped, and however its feed is read, comes to what the
 * changes say one by one.
 */
abstract class ChangeFeedProperties<S extends ChangeLog & CatalogueReader> {

  /** Few, so that changes meet one another. */
  private static final long IDS = 4;

  /** The store under test, the same one for all tries. */
  protected abstract S store();

  @Property(tries = 100, seed = "1")
  void a_store_tells_what_the_oracle_tells(@ForAll("writes") List<List<Change>> writes) {
    String shop = UUID.randomUUID().toString();
    InMemoryChangeLog oracle = new InMemoryChangeLog();
    for (List<Change> write : writes) {
      long[] expected = oracle.write(shop, write);
      long[] found = store().write(shop, write);
      assertThat(signs(found)).isEqualTo(signs(expected));
    }
    assertThat(changes(store().after(shop, 0, 1_000)))
        .isEqualTo(changes(oracle.after(shop, 0, 1_000)));
    assertThat(store().items(shop, 1, 2)).isEqualTo(oracle.items(shop, 1, 2));
    for (long id = 1; id <= IDS; id++) {
      assertThat(store().item(shop, id)).isEqualTo(oracle.item(shop, id));
      assertThat(store().user(shop, id)).isEqualTo(oracle.user(shop, id));
      assertThat(store().events(shop, id, 3)).isEqualTo(oracle.events(shop, id, 3));
    }
  }

  @Example
  void an_id_of_an_event_is_free_again_when_its_user_is_removed() {
    Change ofOne = new Change.Record(impression("a", 1));
    Change ofTwo = new Change.Record(impression("a", 2));
    Change remove = new Change.RemoveUser(1);
    Change put = new Change.PutUser(new User(1, new LinkedHashMap<>(), List.of()));
    every_way_of_following_ends_with_the_same(
        List.of(List.of(ofOne), List.of(remove, put, ofTwo, remove)), List.of(1), 2);
  }

  @Property(tries = 100, seed = "1")
  void every_way_of_following_ends_with_the_same(
      @ForAll("writes") List<List<Change>> writes,
      @ForAll List<@IntRange(max = 3) Integer> pagesBetween,
      @ForAll @IntRange(min = 1, max = 5) int limit) {
    String shop = UUID.randomUUID().toString();
    ReplayedCatalogue expected = new ReplayedCatalogue();
    ReplayedCatalogue follower = new ReplayedCatalogue();
    for (int i = 0; i < writes.size(); i++) {
      store().write(shop, writes.get(i));
      writes.get(i).forEach(expected::apply);
      int pages = i < pagesBetween.size() ? pagesBetween.get(i) : 0;
      for (int page = 0; page < pages; page++) {
        follower.apply(store().after(shop, follower.sequence(), limit));
      }
    }
    assertThat(catchUp(shop, follower, limit)).isEqualTo(expected);
    assertThat(catchUp(shop, new ReplayedCatalogue(), limit)).isEqualTo(expected);
  }

  private ReplayedCatalogue catchUp(String shop, ReplayedCatalogue follower, int limit) {
    List<NumberedChange> page;
    do {
      page = store().after(shop, follower.sequence(), limit);
      assertThat(page).hasSizeLessThanOrEqualTo(limit);
      follower.apply(page);
    } while (!page.isEmpty());
    return follower;
  }

  private static Event impression(String id, long user) {
    return new Event(
        id,
        EventType.IMPRESSION,
        user,
        1,
        Instant.EPOCH,
        OptionalDouble.empty(),
        Optional.empty(),
        OptionalInt.empty());
  }

  private static List<Change> changes(List<NumberedChange> page) {
    return page.stream().map(NumberedChange::change).toList();
  }

  private static List<Integer> signs(long[] results) {
    return LongStream.of(results).mapToObj(Long::signum).toList();
  }

  @Provide
  static Arbitrary<List<List<Change>>> writes() {
    return change().list().ofMaxSize(12).list().ofMaxSize(6);
  }

  private static Arbitrary<Change> change() {
    Arbitrary<Long> id = Arbitraries.longs().between(1, IDS);
    return Arbitraries.frequencyOf(
        Tuple.of(4, item(id)),
        Tuple.of(2, id.map(Change.RemoveItem::new)),
        Tuple.of(3, user(id)),
        Tuple.of(2, id.map(Change.RemoveUser::new)),
        Tuple.of(6, event(id)));
  }

  private static Arbitrary<Change> item(Arbitrary<Long> id) {
    Arbitrary<Image> image =
        Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(9).map(Image::new);
    return Combinators.combine(id, values(), image.optional())
        .as((item, values, picture) -> new Change.PutItem(new Item(item, values, picture)));
  }

  private static Arbitrary<Change> user(Arbitrary<Long> id) {
    Arbitrary<List<Long>> history = Arbitraries.longs().greaterOrEqual(1).list().ofMaxSize(3);
    return Combinators.combine(id, values(), history)
        .as((user, values, items) -> new Change.PutUser(new User(user, values, items)));
  }

  private static Arbitrary<Change> event(Arbitrary<Long> id) {
    Arbitrary<String> text = Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(1);
    Arbitrary<Long> micros = Arbitraries.longs().between(-1L << 50, 1L << 50);
    return Combinators.combine(
            text,
            Arbitraries.of(EventType.class),
            id,
            id,
            micros,
            Arbitraries.doubles().optional(),
            text.optional(),
            Arbitraries.integers().optional())
        .as(
            (name, type, user, item, at, value, answer, position) ->
                new Change.Record(
                    new Event(
                        name,
                        type,
                        user,
                        item,
                        Instant.EPOCH.plus(at, ChronoUnit.MICROS),
                        value.map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
                        answer,
                        position.map(OptionalInt::of).orElseGet(OptionalInt::empty))));
  }

  private static Arbitrary<SequencedMap<String, Value>> values() {
    Arbitrary<String> text = Arbitraries.strings().ofMaxLength(4);
    Arbitrary<Value> value =
        Arbitraries.oneOf(
            text.map(Value.Text::new),
            Arbitraries.doubles().map(Value.Real::new),
            text.list().ofMaxSize(3).map(Value.Texts::new));
    return Combinators.combine(text.list().uniqueElements().ofMaxSize(3), value.list().ofSize(3))
        .as(
            (names, values) -> {
              SequencedMap<String, Value> named = new LinkedHashMap<>();
              for (int i = 0; i < names.size(); i++) {
                named.put(names.get(i), values.get(i));
              }
              return named;
            });
  }
}
