package io.salver.store;

import io.salver.testkit.PostgresServer;
import io.salver.time.Ticker;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class PostgresStoreTest extends CatalogueStoreContract<JdbcStore> {

  private static JdbcStore store;

  /** A store in the database of that URL. */
  static StoreSettings settings(String url) {
    return new StoreSettings(
        Optional.of(url), Path.of("unused"), Optional.of(PostgresServer.USER), Optional.empty(), 8);
  }

  @BeforeAll
  static void open() {
    store = JdbcStore.of(settings(PostgresServer.newDatabase()), Clock.systemUTC(), Ticker.SYSTEM);
  }

  @AfterAll
  static void close() {
    store.close();
  }

  @Override
  protected JdbcStore store() {
    return store;
  }
}
