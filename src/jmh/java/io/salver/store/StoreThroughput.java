package io.salver.store;

import io.salver.recommend.Value;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.catalogue.EventType;
import io.salver.recommend.catalogue.Item;
import io.salver.recommend.catalogue.NumberedChange;
import io.salver.testkit.PostgresServer;
import io.salver.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * How fast each store writes, alone and a thousand together, and how fast its feed is read. Run by
 * {@code src/jmh/measure.sh store [items]}.
 */
final class StoreThroughput {

  private static final int TOGETHER = 1_000;
  private static final int ALONE = 300;
  private static final int PAGE = 10_000;

  private StoreThroughput() {}

  /** Arguments: the number of items. */
  public static void main(String[] arguments) throws IOException {
    long items = Long.parseLong(arguments[0]);
    Path directory = Files.createTempDirectory("salver-store");
    measure("SQLite", StoreSettings.embedded(directory), items);
    System.out.printf("%-11s %,d bytes in the file%n", "SQLite", size(directory));
    StoreSettings postgres =
        new StoreSettings(
            Optional.of(PostgresServer.newDatabase()),
            directory,
            Optional.of(PostgresServer.USER),
            Optional.empty(),
            8);
    measure("PostgreSQL", postgres, items);
  }

  private static void measure(String name, StoreSettings settings, long items) {
    try (JdbcStore store = JdbcStore.of(settings, Clock.systemUTC(), Ticker.SYSTEM)) {
      write(store, name + " new items", 1, items, TOGETHER, StoreThroughput::item);
      write(store, name + " items again", 1, items, TOGETHER, StoreThroughput::item);
      write(store, name + " events", 1, items, TOGETHER, StoreThroughput::event);
      write(store, name + " events alone", items + 1, ALONE, 1, StoreThroughput::event);
      scan(store, name);
    }
  }

  private static void write(
      JdbcStore store, String what, long first, long count, int together, LongFunction<Change> of) {
    long[] nanos = new long[(int) (count / together)];
    long start = System.nanoTime();
    for (int i = 0; i < nanos.length; i++) {
      long from = first + (long) i * together;
      List<Change> changes = LongStream.range(from, from + together).mapToObj(of).toList();
      long began = System.nanoTime();
      store.write("shop", changes);
      nanos[i] = System.nanoTime() - began;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Arrays.sort(nanos);
    System.out.printf(
        "%-24s %,9.0f changes/s, %d together: p50 %.2f ms, p99 %.2f ms%n",
        what,
        nanos.length * together / seconds,
        together,
        nanos[nanos.length / 2] / 1e6,
        nanos[nanos.length * 99 / 100] / 1e6);
  }

  private static void scan(JdbcStore store, String name) {
    long start = System.nanoTime();
    long count = 0;
    List<NumberedChange> page = store.after("shop", 0, PAGE);
    while (!page.isEmpty()) {
      count += page.size();
      page = store.after("shop", page.getLast().sequence(), PAGE);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%-24s %,9.0f changes/s (%,d in %.2f s)%n",
        name + " feed", count / seconds, count, seconds);
  }

  private static Change item(long id) {
    LinkedHashMap<String, Value> attributes = new LinkedHashMap<>();
    attributes.put("title", new Value.Text("A thing of number " + id));
    attributes.put("category", new Value.Text("category " + id % 40));
    attributes.put("brand", new Value.Text("brand " + id % 900));
    attributes.put("price", new Value.Real(id % 10_000 / 100.0));
    attributes.put("markets", new Value.Texts(List.of("it", "fr", "es")));
    return new Change.PutItem(new Item(id, attributes, Optional.empty()));
  }

  private static Change event(long id) {
    return new Change.Record(
        Event.of("event-" + id, EventType.CLICK, id % 50_000 + 1, id, Instant.ofEpochSecond(id)));
  }

  private static long size(Path directory) throws IOException {
    return Files.size(directory.resolve("salver.db"));
  }
}
