package io.salver.store;

import io.salver.monitor.outcome.HandOver;
import io.salver.monitor.outcome.HandOverContract;
import io.salver.testkit.PostgresServer;
import io.salver.time.Ticker;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class PostgresHandOverTest extends HandOverContract {

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
  protected HandOver handOver() {
    return store.handOver();
  }
}
