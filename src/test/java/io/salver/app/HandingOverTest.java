package io.salver.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.monitor.outcome.Parcel;
import io.salver.monitor.outcome.ParcelWriter;
import io.salver.recommend.feedback.FeedbackObserver;
import io.salver.recommend.feedback.FeedbackTracker;
import io.salver.recommend.feedback.ListParcels;
import io.salver.recommend.feedback.OpenLists;
import io.salver.rollout.ArmCounters;
import io.salver.rollout.InMemoryRolloutStore;
import io.salver.rollout.RolloutDirectory;
import io.salver.serving.AnswerArms;
import io.salver.testkit.InMemoryChangeLog;
import io.salver.testkit.InMemoryHandOver;
import io.salver.testkit.InMemoryPredictions;
import io.salver.traffic.LabelledArms;
import io.salver.traffic.OpenArms;
import io.salver.traffic.RememberedArms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HandingOverTest {

  private static final Duration DAY = Duration.ofDays(1);
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  private final InMemoryHandOver store = new InMemoryHandOver();
  private final RolloutDirectory rollouts = new RolloutDirectory(new InMemoryRolloutStore());
  private final HandingOver handingOver =
      new HandingOver(lists(), arms(), store, rollouts::isRead, () -> NOW);

  HandingOverTest() {
    ParcelWriter none = new ParcelWriter();
    none.whole(0);
    none.whole(0);
    store.leave(List.of(new Parcel(Parcel.Kind.ARMS, "", 1, NOW.plus(DAY), none.content())));
  }

  @Test
  void nothing_is_adopted_before_the_rollouts_are_known() {
    handingOver.adopt();
    assertThat(store.parcels()).hasSize(1);
    rollouts.refresh();
    handingOver.adopt();
    assertThat(store.parcels()).isEmpty();
  }

  @Test
  void a_process_that_has_left_what_it_had_takes_nothing_back() {
    rollouts.refresh();
    handingOver.leave();
    handingOver.adopt();
    assertThat(store.parcels()).hasSize(1);
  }

  @Test
  void a_store_that_fails_at_the_end_does_not_stop_the_stop() {
    rollouts.refresh();
    store.fail(true);
    handingOver.leave();
    store.fail(false);
    assertThat(store.parcels()).hasSize(1);
  }

  @Test
  void what_nobody_took_in_time_is_removed() {
    store.leave(List.of(new Parcel(Parcel.Kind.LISTS, "x", 1, NOW.minus(DAY), new byte[0])));
    handingOver.retain();
    assertThat(store.parcels()).hasSize(1);
  }

  private OpenLists lists() {
    return new OpenLists(
        new FeedbackTracker(DAY, () -> 0, FeedbackObserver.NONE),
        store,
        new InMemoryChangeLog(),
        () -> Map.of("shop", 0L),
        new ListParcels(AnswerArms.NONE, () -> 0, () -> NOW, DAY),
        () -> NOW);
  }

  private OpenArms arms() {
    return new OpenArms(
        new LabelledArms(),
        new RememberedArms(rollouts, new ArmCounters()),
        store,
        new InMemoryPredictions(),
        () -> 0,
        () -> NOW,
        DAY);
  }
}
