package io.salver.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.rollout.RolloutControl;
import io.salver.rollout.RolloutDirectory;
import io.salver.rollout.RolloutEvent;
import io.salver.rollout.RolloutStoreContract;
import io.salver.rollout.Rollouts;
import io.salver.testkit.PostgresServer;
import io.salver.time.Ticker;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class PostgresRolloutsTest extends RolloutStoreContract<JdbcRollouts> {

  private static final int ORDERS = 20;

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
  protected JdbcRollouts store() {
    return store.rollouts();
  }

  /** Each is made to what the other wrote, and told of once. */
  @Test
  void ordersOfTwoReplicasAtOnceAreAllFollowed() {
    RolloutControl first = control();
    RolloutControl second = control();
    String name = first.declare(Rollouts.canary("contended", "contended"), "ann").name();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<CompletableFuture<Void>> orders = new ArrayList<>();
      for (RolloutControl each : List.of(first, second)) {
        orders.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int order = 0; order < ORDERS; order++) {
                    each.pause(name, "ann", "");
                  }
                },
                threads));
      }
      orders.forEach(CompletableFuture::join);
    }
    assertThat(first.require(name).revision()).isEqualTo(1 + 2 * ORDERS);
    assertThat(store.rollouts().events(name, 100))
        .extracting(RolloutEvent::revision)
        .doesNotHaveDuplicates()
        .hasSize(1 + 2 * ORDERS);
  }

  private static RolloutControl control() {
    JdbcRollouts rollouts = store.rollouts();
    return new RolloutControl(
        rollouts, rollouts, new RolloutDirectory(rollouts), Clock.systemUTC());
  }
}
