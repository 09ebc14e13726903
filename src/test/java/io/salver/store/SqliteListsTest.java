package io.salver.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.monitor.outcome.ListStore;
import io.salver.monitor.outcome.ListStoreContract;
import io.salver.time.Ticker;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteListsTest extends ListStoreContract {

  @TempDir Path directory = Path.of("");

  private JdbcStore store;

  @BeforeEach
  void open() {
    store = JdbcStore.of(StoreSettings.embedded(directory), Clock.systemUTC(), Ticker.SYSTEM);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  protected ListStore store() {
    return store.lists();
  }

  @Test
  void reading_does_not_touch_a_store_that_nobody_uses() {
    assertThat(store().others("a", Instant.EPOCH)).isEmpty();
    assertThat(store().retain(Instant.EPOCH)).isZero();
    assertThat(directory).isEmptyDirectory();
  }
}
