package io.salver.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.monitor.outcome.PredictionStoreContract;
import io.salver.time.Ticker;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqlitePredictionsTest extends PredictionStoreContract<JdbcPredictions> {

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
  protected JdbcPredictions store() {
    return store.predictions();
  }

  @Test
  void retention_does_not_touch_a_store_that_nobody_uses() {
    assertThat(store().retain(NOW, 10)).isZero();
    assertThat(directory).isEmptyDirectory();
  }
}
