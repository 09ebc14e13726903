package io.salver.store;

import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.ChangeLog;
import io.salver.time.Ticker;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * A process that writes for ever and tells the number of each write on its output when the store
 * has acknowledged it. Arguments: the store's directory, and the first number.
 */
final class WritingProcess {

  static final String SHOP = "shop";

  private WritingProcess() {}

  public static void main(String[] arguments) {
    StoreSettings settings = StoreSettings.embedded(Path.of(arguments[0]));
    try (JdbcStore store = JdbcStore.of(settings, Clock.systemUTC(), Ticker.SYSTEM)) {
      for (long number = Long.parseLong(arguments[1]); ; number++) {
        ((ChangeLog) store).write(SHOP, changes(number));
        System.out.println(number);
      }
    }
  }

  /** What is written under that number. */
  static List<Change> changes(long number) {
    return List.of(
        Changes.item(number, "title " + number),
        Changes.user(number, "country " + number),
        Changes.click("event " + number, number, number),
        Changes.item(1_000_000, "last is " + number));
  }
}
