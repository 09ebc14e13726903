package io.salver.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.model.ModelId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
@SuppressWarnings("try") // closed before it is read
final class ObservationRelayTest {

  private static final ModelId OTHER = new ModelId("other", 3);
  private static final int MANY = 1_000;

  @Test
  void every_consumer_gets_its_own_share_and_a_request_is_observed_if_any_wants_it() {
    Kept all = new Kept(Map.of(Observations.MODEL, 1.0));
    Kept some = new Kept(Map.of(Observations.MODEL, .2, OTHER, .5));
    try (ObservationRelay relay = new ObservationRelay(4 * MANY, List.of(all, some))) {
      for (int i = 0; i < MANY; i++) {
        String request = "request-" + i;
        assertThat(relay.observes(Observations.MODEL, request)).isTrue();
        assertThat(relay.observes(OTHER, request)).isEqualTo(Sampling.includes(request, .5));
        assertThat(relay.observes(new ModelId("m", 2), request)).isFalse();
        relay.predicted(Observations.of(request, 0));
      }
      relay.close();
      assertThat(all.requests()).hasSize(MANY);
      assertThat(some.requests())
          .containsExactlyElementsOf(
              all.requests().stream().filter(each -> Sampling.includes(each, .2)).toList());
    }
  }

  @Test
  void nobody_observes_where_nobody_consumes() {
    try (ObservationRelay relay = new ObservationRelay(4, List.of())) {
      assertThat(relay.observes(Observations.MODEL, "r")).isFalse();
    }
  }

  @Test
  void what_comes_after_a_pause_is_handed_on_without_anything_that_follows() throws Exception {
    Waiting waiting = new Waiting();
    try (ObservationRelay relay = new ObservationRelay(4, List.of(waiting))) {
      for (int i = 0; i < 100; i++) { // each finds the thread resting or asleep
        waiting.expect(1);
        relay.predicted(Observations.of("r", i));
        assertThat(waiting.await()).isTrue();
      }
      assertThat(relay.dropped()).isZero();
    }
  }

  @Test
  void what_finds_the_ring_full_is_dropped_and_counted() throws Exception {
    Blocked blocked = new Blocked();
    try (ObservationRelay relay = new ObservationRelay(8, List.of(blocked))) {
      relay.predicted(Observations.of("r", 0));
      blocked.entered.await();
      for (int i = 1; i <= 20; i++) {
        relay.predicted(Observations.of("r", i));
      }
      assertThat(relay.taken()).isEqualTo(1);
      assertThat(relay.waiting()).isEqualTo(8);
      assertThat(relay.dropped()).isEqualTo(12);
      assertThat(relay.dropped(Observations.MODEL)).isEqualTo(12);
      assertThat(relay.dropped(OTHER)).isZero();
      blocked.leave.countDown();
      relay.close();
      assertThat(relay.taken()).isEqualTo(9);
      assertThat(relay.waiting()).isZero();
    }
  }

  @Test
  void one_consumer_that_throws_is_counted_and_holds_nobody_up() {
    Kept kept = new Kept(Map.of(Observations.MODEL, 1.0));
    ObservationConsumer broken =
        new ObservationConsumer() {
          @Override
          public double share(ModelId model) {
            return 1;
          }

          @Override
          public void accept(Observation observation) {
            throw new IllegalStateException("broken on purpose");
          }
        };
    try (ObservationRelay relay = new ObservationRelay(64, List.of(broken, kept))) {
      for (int i = 0; i < 10; i++) {
        relay.predicted(Observations.of("r", i));
      }
      relay.close();
      assertThat(relay.failures()).isEqualTo(10);
      assertThat(kept.seen).hasSize(10);
    }
  }

  @Test
  void closing_hands_on_what_waits_and_drops_what_comes_later() {
    Kept kept = new Kept(Map.of(Observations.MODEL, 1.0));
    ObservationRelay relay = new ObservationRelay(1024, List.of(kept));
    for (int i = 0; i < MANY; i++) {
      relay.predicted(Observations.of("r", i));
    }
    relay.close();
    assertThat(kept.seen).hasSize(MANY);
    relay.predicted(Observations.of("r", MANY));
    assertThat(relay.dropped()).isEqualTo(1);
    relay.close();
  }

  /** Whatever the interleaving, nothing is lost and nothing is told twice. */
  @Test
  void offered_is_taken_and_dropped() throws Exception {
    for (int capacity = 1; capacity <= 4096; capacity *= 8) {
      Kept kept = new Kept(Map.of(Observations.MODEL, 1.0));
      ObservationRelay relay = new ObservationRelay(capacity, List.of(kept));
      int offered = offer(relay);
      relay.close();
      assertThat(relay.taken() + relay.dropped()).isEqualTo(offered);
      assertThat(kept.seen).hasSize((int) relay.taken()).doesNotHaveDuplicates();
    }
  }

  private static int offer(ObservationRelay relay) throws Exception {
    int producers = 4;
    CyclicBarrier start = new CyclicBarrier(producers);
    try (ExecutorService threads = Executors.newFixedThreadPool(producers)) {
      List<Future<?>> running = new ArrayList<>();
      for (int p = 0; p < producers; p++) {
        String producer = "p" + p;
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  for (int i = 0; i < MANY; i++) {
                    relay.predicted(Observations.of(producer, i));
                  }
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
    return producers * MANY;
  }

  /** Keeps all that it gets; read after the relay is closed. */
  private static final class Kept implements ObservationConsumer {

    private final Map<ModelId, Double> shares;
    private final List<PredictionId> seen = new ArrayList<>();

    Kept(Map<ModelId, Double> shares) {
      this.shares = shares;
    }

    @Override
    public double share(ModelId model) {
      return shares.getOrDefault(model, 0.0);
    }

    @Override
    public void accept(Observation observation) {
      seen.add(observation.id());
    }

    List<String> requests() {
      return seen.stream().map(PredictionId::request).toList();
    }
  }

  private static final class Waiting implements ObservationConsumer {

    private volatile CountDownLatch latch = new CountDownLatch(0);

    void expect(int count) {
      latch = new CountDownLatch(count);
    }

    boolean await() throws InterruptedException {
      return latch.await(60, TimeUnit.SECONDS);
    }

    @Override
    public double share(ModelId model) {
      return 1;
    }

    @Override
    public void accept(Observation observation) {
      latch.countDown();
    }
  }

  private static final class Blocked implements ObservationConsumer {

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch leave = new CountDownLatch(1);

    @Override
    public double share(ModelId model) {
      return 1;
    }

    @Override
    public void accept(Observation observation) {
      entered.countDown();
      try {
        leave.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
