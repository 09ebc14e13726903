package io.salver.recommend.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.recommend.Value;
import io.salver.recommend.catalogue.Catalogue;
import io.salver.recommend.catalogue.CatalogueService.Outcome;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.catalogue.EventType;
import io.salver.recommend.catalogue.Image;
import io.salver.recommend.catalogue.Item;
import io.salver.recommend.catalogue.NumberColumn;
import io.salver.recommend.catalogue.User;
import io.salver.testkit.InMemoryChangeLog;
import io.salver.time.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LiveCataloguesTest {

  private static final Instant NOW = Instant.parse("2026-03-02T15:04:05Z");

  private final InMemoryChangeLog log = new InMemoryChangeLog();
  private final Path directory;
  private LiveCatalogues catalogues;

  LiveCataloguesTest(@TempDir Path directory) {
    this.directory = directory;
    this.catalogues = catalogues();
  }

  @AfterEach
  void close() {
    catalogues.close();
  }

  @Test
  void the_seed_fills_an_empty_store_once() {
    LiveCatalogue shop = open();
    assertThat(shop.catalogue().items().size()).isEqualTo(5);
    assertThat(price(shop.catalogue(), 3)).isEqualTo(3);
    assertThat(shop.catalogue().histories().of(0)).containsExactly(1, 2);
    applied(shop, write(new Change.PutItem(SmallSeed.item(3, 33)), new Change.RemoveItem(4)));
    LiveCatalogue again = reopen();
    assertThat(again.catalogue().items().size()).isEqualTo(4);
    assertThat(price(again.catalogue(), 3)).isEqualTo(33);
  }

  @Test
  void what_was_written_is_seen_and_followed() {
    LiveCatalogue shop = open();
    RecordingListener listener = listener(shop);
    shop.attach(listener, 0);
    assertThat(listener.content).hasSize(5);
    applied(
        shop,
        write(
            new Change.PutItem(SmallSeed.item(9, 90)),
            new Change.PutItem(SmallSeed.item(1, 10)),
            new Change.RemoveItem(2)));
    comesToHold(listener, 10, 3, 4, 5, 90);
    assertThat(shop.catalogue().items().ids().row(2)).isNegative();
  }

  @Test
  void events_extend_histories_once_however_often_they_are_told() {
    LiveCatalogue shop = open();
    Change click = new Change.Record(Event.of("e1", EventType.CLICK, 1, 5, NOW));
    Change seen = new Change.Record(Event.of("e2", EventType.IMPRESSION, 1, 4, NOW));
    Change stranger = new Change.Record(Event.of("e3", EventType.PURCHASE, 77, 3, NOW));
    applied(shop, write(click, seen, stranger));
    assertThat(write(click)).containsExactly(new Outcome.Unchanged());
    assertThat(shop.catalogue().histories().of(0)).containsExactly(1, 2, 5);
    int row = shop.catalogue().users().ids().row(77);
    assertThat(shop.catalogue().histories().of(row)).containsExactly(3);
  }

  @Test
  void a_change_that_contradicts_the_schema_is_refused_alone() {
    LiveCatalogue shop = open();
    List<Outcome> outcomes =
        write(
            new Change.PutItem(Item.of(7, Map.of("prize", new Value.Real(1)))),
            new Change.PutItem(Item.of(7, Map.of("price", new Value.Text("dear")))),
            new Change.PutItem(
                new Item(7, new LinkedHashMap<>(), Optional.of(new Image(new byte[] {1})))),
            new Change.PutItem(SmallSeed.item(-7, 1)),
            new Change.Record(Event.of("", EventType.CLICK, 1, 1, NOW)),
            new Change.Record(Event.of("r", EventType.RATING, 1, 1, NOW)),
            new Change.Record(Event.of("f", EventType.CLICK, 1, 1, NOW.plusSeconds(90_000))),
            new Change.PutUser(
                new User(2, new LinkedHashMap<>(Map.of("age", new Value.Real(3))), List.of())),
            new Change.PutItem(Item.of(8, Map.of("tags", new Value.Text("new")))));
    assertThat(outcomes.subList(0, 8))
        .extracting(outcome -> ((Outcome.Refused) outcome).reason())
        .satisfiesExactly(
            reason -> assertThat(reason).contains("'prize'").contains("price"),
            reason -> assertThat(reason).contains("expects a finite number, received 'dear'"),
            reason -> assertThat(reason).contains("PNG or JPEG"),
            reason -> assertThat(reason).contains("positive id, received -7"),
            reason -> assertThat(reason).contains("1 to 64 characters"),
            reason -> assertThat(reason).contains("a rating needs one"),
            reason -> assertThat(reason).contains("at must not be after"),
            reason -> assertThat(reason).contains("features has no 'age'"));
    applied(shop, outcomes);
    int row = shop.catalogue().items().ids().row(8);
    assertThat(shop.catalogue().items().find("tags").orElseThrow().value(row))
        .contains(new Value.Texts(List.of("new")));
  }

  @Test
  void a_listener_that_fails_is_told_again() {
    LiveCatalogue shop = open();
    RecordingListener listener = listener(shop);
    shop.attach(listener, 0);
    listener.failures.set(3);
    applied(shop, write(new Change.PutItem(SmallSeed.item(9, 90)), new Change.RemoveItem(1)));
    applied(shop, write(new Change.PutItem(SmallSeed.item(10, 100)), new Change.RemoveItem(9)));
    comesToHold(listener, 2, 3, 4, 5, 100);
  }

  @Test
  void a_restart_computes_only_what_changed_after_the_snapshot() throws Exception {
    LiveCatalogue shop = open();
    RecordingListener first = listener(shop);
    shop.attach(first, 0);
    applied(shop, write(new Change.RemoveItem(2), new Change.PutItem(SmallSeed.item(9, 90))));
    catalogues.close();
    log.write("shop", List.of(new Change.RemoveItem(3), new Change.PutItem(SmallSeed.item(4, 44))));
    catalogues = catalogues();
    LiveCatalogue again = open();
    LiveCatalogue.Saved saved = again.saved("recording").orElseThrow();
    RecordingListener second =
        RecordingListener.from(saved.directory(), row -> (int) price(again.catalogue(), row, 0));
    again.attach(second, saved.position());
    assertThat(second.content.values()).containsExactlyInAnyOrder(1, 44, 5, 90);
    assertThat(second.computed).hasValue(1);
    assertThat(second.content.keySet())
        .allMatch(row -> again.catalogue().items().ids().id(row) > 0);
  }

  @Test
  void a_damaged_snapshot_is_as_good_as_none() throws Exception {
    LiveCatalogue shop = open();
    shop.attach(listener(shop), 0);
    catalogues.close();
    Path rows = directory.resolve("shop/current/rows");
    byte[] bytes = Files.readAllBytes(rows);
    bytes[20] ^= 1;
    Files.write(rows, bytes);
    catalogues = catalogues();
    assertThat(open().saved("recording")).isEmpty();
  }

  @Test
  void images_reach_the_listener() {
    LiveCatalogue shop = open();
    RecordingListener listener = listener(shop);
    shop.attach(listener, 0);
    byte[] png = Base64.getDecoder().decode(PNG);
    applied(
        shop,
        write(
            new Change.PutItem(
                new Item(6, SmallSeed.item(6, 6).attributes(), Optional.of(new Image(png))))));
    comesToHold(listener, 1, 2, 3, 4, 5, 6);
    assertThat(listener.images).hasValue(1);
  }

  @Test
  void reads_back_what_is_kept() {
    open();
    assertThat(join(catalogues.item("shop", 2)).attributes())
        .containsEntry("price", new Value.Real(2));
    assertThat(join(catalogues.items("shop", 3, 10))).extracting(Item::id).containsExactly(4L, 5L);
    assertThat(join(catalogues.user("shop", 1)).history()).containsExactly(1L, 2L);
    assertThat(join(catalogues.events("shop", 1, 10))).isEmpty();
    failed(catalogues.item("shop", 99), NotFound.class, "no item 99");
    failed(catalogues.items("shop", 0, 0), InvalidInput.class, "limit must be within 1");
    failed(catalogues.item("shoe", 1), NotFound.class, "did you mean 'shop'");
    catalogues.expect("later");
    failed(catalogues.item("later", 1), NotReady.class, "not open yet");
  }

  @Test
  void a_user_that_is_removed_takes_its_history_along() {
    LiveCatalogue shop = open();
    applied(shop, write(new Change.Record(Event.of("e", EventType.CLICK, 1, 5, NOW))));
    applied(shop, write(new Change.RemoveUser(1)));
    assertThat(shop.catalogue().users().ids().row(1)).isNegative();
    applied(
        shop,
        write(
            new Change.PutUser(new User(1, new LinkedHashMap<>(), List.of())),
            new Change.Record(
                new Event(
                    "r",
                    EventType.RATING,
                    1,
                    4,
                    NOW,
                    OptionalDouble.of(3),
                    Optional.of("answer"),
                    OptionalInt.of(1)))));
    int row = shop.catalogue().users().ids().row(1);
    assertThat(shop.catalogue().histories().of(row)).containsExactly(4);
  }

  /** One white pixel. */
  private static final String PNG =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj3nQAAAABJRU5ErkJggg==";

  private LiveCatalogues catalogues() {
    LiveSettings settings =
        new LiveSettings(directory, Duration.ofHours(1), Duration.ofMillis(5), 1);
    return new LiveCatalogues(log, log, settings, () -> NOW, Ticker.SYSTEM);
  }

  private LiveCatalogue open() {
    catalogues.expect("shop");
    return catalogues.open("shop", new SmallSeed(5), catalogue -> CatalogueListener.NONE);
  }

  private LiveCatalogue reopen() {
    catalogues.close();
    catalogues = catalogues();
    return open();
  }

  private List<Outcome> write(Change... changes) {
    return join(catalogues.write("shop", List.of(changes)));
  }

  private static RecordingListener listener(LiveCatalogue live) {
    return new RecordingListener(row -> (int) price(live.catalogue(), row, 0));
  }

  private static double price(Catalogue catalogue, long id) {
    return price(catalogue, catalogue.items().ids().row(id), 0);
  }

  private static double price(Catalogue catalogue, int row, int unused) {
    return ((NumberColumn) catalogue.items().find("price").orElseThrow()).number(row);
  }

  /** Waits until requests see the last of these changes. */
  private static void applied(LiveCatalogue live, List<Outcome> outcomes) {
    long last =
        outcomes.stream()
            .mapToLong(each -> each instanceof Outcome.Written(long sequence) ? sequence : 0)
            .max()
            .orElse(0);
    until(() -> live.position() >= last);
  }

  /** Waits until a listener has computed these, in any order. */
  private static void comesToHold(RecordingListener listener, Integer... expected) {
    List<Integer> sorted = Stream.of(expected).sorted().toList();
    until(() -> listener.content.values().stream().sorted().toList().equals(sorted));
  }

  private static void until(BooleanSupplier done) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  private static void failed(
      CompletionStage<?> stage, Class<? extends Throwable> kind, String message) {
    assertThatThrownBy(() -> stage.toCompletableFuture().get(60, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(kind)
        .hasMessageContaining(message);
  }
}
