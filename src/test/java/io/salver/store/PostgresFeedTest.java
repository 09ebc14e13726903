package io.salver.store;

import io.salver.testkit.PostgresServer;
import io.salver.time.Ticker;
import java.time.Clock;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

final class PostgresFeedTest extends ChangeFeedProperties<JdbcStore> {

  private static JdbcStore store;

  @BeforeContainer
  static void open() {
    store =
        JdbcStore.of(
            PostgresStoreTest.settings(PostgresServer.newDatabase()),
            Clock.systemUTC(),
            Ticker.SYSTEM);
  }

  @AfterContainer
  static void close() {
    store.close();
  }

  @Override
  protected JdbcStore store() {
    return store;
  }
}
