package io.salver.store;

import io.salver.testkit.PostgresServer;
import io.salver.time.Ticker;
import java.time.Clock;
import java.util.Objects;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

final class PostgresFeedTest extends ChangeFeedProperties<JdbcStore> {

  private static @Nullable JdbcStore store;

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
    Objects.requireNonNull(store).close();
  }

  @Override
  protected JdbcStore store() {
    return Objects.requireNonNull(store);
  }
}
