package io.salver.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.monitor.outcome.HandOver;
import io.salver.monitor.outcome.HandOverContract;
import io.salver.monitor.outcome.Parcel;
import io.salver.time.Ticker;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteHandOverTest extends HandOverContract {

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
  protected HandOver handOver() {
    return store.handOver();
  }

  @Test
  void looking_does_not_touch_a_store_that_nobody_uses() {
    assertThat(handOver().take(Parcel.Kind.ARMS, "", 1)).isEmpty();
    assertThat(handOver().retain(Instant.EPOCH)).isZero();
    assertThat(directory).isEmptyDirectory();
  }
}
