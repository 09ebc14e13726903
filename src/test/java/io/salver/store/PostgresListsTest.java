package io.salver.store;

import io.salver.monitor.outcome.ListStore;
import io.salver.monitor.outcome.ListStoreContract;
import io.salver.testkit.PostgresServer;
import io.salver.time.Ticker;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class PostgresListsTest extends ListStoreContract {

  private static JdbcStore store;

  @BeforeAll
  static void open() {
    store =
        JdbcStore.of(
            PostgresStoreTest.settings(PostgresServer.newDatabase()),
            Clock.systemUTC(),
            Ticker.SYSTEM);
  }

  @AfterAll
  static void close() {
    store.close();
  }

  @Override
  protected ListStore store() {
    return store.lists();
  }
}
