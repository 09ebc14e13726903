package io.salver.store;

import io.salver.rollout.RolloutStoreContract;
import io.salver.time.Ticker;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class SqliteRolloutsTest extends RolloutStoreContract<JdbcRollouts> {

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
  protected JdbcRollouts store() {
    return store.rollouts();
  }
}
