package io.salver.recommend.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.model.ModelId;
import io.salver.monitor.outcome.OutcomeSettings;
import io.salver.monitor.outcome.OutcomeYaml;
import io.salver.recommend.Recommendation.Judged;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.EventType;
import io.salver.serving.Route;
import io.salver.testkit.InMemoryChangeLog;
import io.salver.testkit.InMemoryHandOver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Over hand-overs everything is counted as if the process had never ended: the oracle is one that
 * does not.
 */
final class OpenListsProperties {

  private static final int ITEMS = 4;
  private static final OutcomeSettings SETTINGS =
      OutcomeYaml.read(
          Map.of(
              "labels",
              Map.of("share", .5, "window", "2d", "panes", 48),
              "slices",
              List.of("market", Map.of("age", List.of(25.5, 45)))));

  private final AtomicLong nanos = new AtomicLong();
  private final InMemoryChangeLog log = new InMemoryChangeLog();
  private final InMemoryHandOver handOver = new InMemoryHandOver();
  private final List<Replica> all = new ArrayList<>();
  private final Replica oracle = new Replica(nanos, 0, log, new InMemoryHandOver());
  private Replica leaver = replica(Long.MAX_VALUE - 1_000);
  private Replica other = replica(-5_000_000_000L);
  private int lists;
  private int events;
  private boolean otherFollows = true;

  /** What happens. */
  private enum Kind {
    ANSWER,
    BATCH_ANSWER,
    ANSWER_OF_THE_OTHER,
    EVENT,
    TIME_PASSES,
    OTHER_STOPS_FOLLOWING,
    RESTART,
    ROLLING_RESTART,
    GAP
  }

  private record Step(Kind kind, int list, int item, EventType type, int minutes) {}

  @Property(tries = 150, seed = "1")
  void a_hand_over_changes_nothing_that_is_counted(@ForAll("histories") List<Step> history) {
    history.forEach(this::happen);
    otherFollows = true;
    adopt(other);
    for (int i = 0; i < 3; i++) {
      pass(Duration.ofDays(1));
    }
    List<String> counted = all.stream().flatMap(each -> each.counted.stream()).toList();
    assertThat(counted).containsExactlyInAnyOrderElementsOf(oracle.counted);
    assertThat(handOver.parcels()).isEmpty();
    long handedOn =
        all.stream()
            .flatMap(each -> each.fates.stream())
            .filter(fate -> fate.equals("shop HANDED_ON"))
            .count();
    assertThat(all.stream().mapToLong(each -> each.adopted).sum()).isEqualTo(handedOn);
    assertThat(all.stream().mapToLong(each -> each.fates.size()).sum())
        .isEqualTo(oracle.fates.size() + handedOn);
  }

  private void happen(Step step) {
    switch (step.kind()) {
      case ANSWER -> answer(leaver, false);
      case BATCH_ANSWER -> answer(leaver, true);
      case ANSWER_OF_THE_OTHER -> answer(other, false);
      case EVENT -> event(step);
      case TIME_PASSES -> pass(Duration.ofMinutes(step.minutes()));
      case OTHER_STOPS_FOLLOWING -> otherFollows = false;
      case RESTART -> {
        leaver.open.leave();
        leaver = replica(step.minutes() * 1_000_000_000L);
        adopt(leaver);
      }
      case ROLLING_RESTART -> {
        leaver.open.leave();
        adopt(other);
        leaver = replica(-step.minutes() * 1_000_000_000L);
      }
      case GAP -> { // nobody follows what the other process has left, for some time
        leaver.open.leave();
        event(step);
        pass(Duration.ofMinutes(step.minutes()));
        event(step);
        leaver = replica(step.minutes());
        event(step);
        adopt(leaver);
      }
    }
    follow();
  }

  private void answer(Replica replica, boolean isOfBatch) {
    String id = "list " + lists++;
    Judged judged =
        new Judged(
            List.of(new ModelId("shop", 2), new ModelId("shop-ranker", 1)),
            Map.of("market", lists % 2 == 0 ? "n\u00f6rth" : "south", "age", "<25.5"),
            lists % 3 == 0 ? OutcomeSettings.DEFAULT : SETTINGS,
            isOfBatch);
    for (Replica each : List.of(replica, oracle)) {
      List<Route> ways = lists % 4 == 0 ? List.of() : List.of(each.way("a"), each.way("b"));
      each.answered(Lists.list(id, ways, judged, 10, 11, 12, 13));
    }
  }

  private void event(Step step) {
    if (lists > 0) {
      String list = "list " + Math.max(0, lists - 1 - step.list());
      var event =
          Lists.event("event " + events++, step.type(), 10 + step.item(), oracle.now(), list);
      log.write(Lists.SHOP, List.of(new Change.Record(event)));
    }
    follow();
  }

  private void pass(Duration time) {
    otherFollows = true; // or else the events of its own answers came late
    follow();
    nanos.addAndGet(time.toNanos());
    oracle.tracker.settle();
    leaver.tracker.settle();
    other.tracker.settle();
  }

  private void adopt(Replica replica) {
    replica.open.adopt();
    follow();
  }

  private void follow() {
    oracle.follow();
    leaver.follow();
    if (otherFollows) {
      other.follow();
    }
  }

  private Replica replica(long tickerBegins) {
    Replica replica = new Replica(nanos, tickerBegins, log, handOver);
    all.add(replica);
    return replica;
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    return Combinators.combine(
            Arbitraries.of(Kind.values()),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, ITEMS),
            Arbitraries.of(EventType.values()),
            Arbitraries.integers().between(0, 40))
        .as(Step::new)
        .list()
        .ofMinSize(5)
        .ofMaxSize(60);
  }
}
