package io.salver.recommend.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.BackendFailure;
import io.salver.monitor.outcome.Parcel;
import io.salver.recommend.Recommendation.Judged;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.EventType;
import io.salver.testkit.InMemoryChangeLog;
import io.salver.testkit.InMemoryHandOver;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class OpenListsTest {

  private final AtomicLong nanos = new AtomicLong();
  private final InMemoryChangeLog log = new InMemoryChangeLog();
  private final InMemoryHandOver handOver = new InMemoryHandOver();
  private final Replica leaver = new Replica(nanos, 0, log, handOver);
  private final Replica adopter = new Replica(nanos, -77, log, handOver);

  @Test
  void answers_are_left_in_parcels_the_single_ones_first() {
    answer(leaver, "batch", true);
    for (int i = 0; i <= OpenLists.PARCEL; i++) {
      answer(leaver, "list " + i, false);
    }
    assertThat(leaver.open.leave()).isEqualTo(OpenLists.PARCEL + 2);
    assertThat(handOver.parcels()).hasSize(3);
    assertThat(leaver.open.leave()).isZero();
    assertThat(adopter.open.adopt()).isEqualTo(OpenLists.PARCEL + 2);
    assertThat(adopter.open.adopt()).isZero();
    assertThat(adopter.adopted).isEqualTo(OpenLists.PARCEL + 2);
    assertThat(adopter.tracker.distinctItems(new FeedbackObserver.Arm(Lists.SHOP, "2")))
        .isEqualTo(2);
  }

  @Test
  void too_many_push_the_oldest_out_whosever_they_are() {
    answer(leaver, "oldest", false);
    pass(Duration.ofMinutes(1));
    answer(adopter, "middle", false);
    pass(Duration.ofMinutes(1));
    answer(leaver, "young", false);
    leaver.open.leave();
    adopter.open.adopt();
    for (int i = 3; i < FeedbackTracker.CAPACITY; i++) {
      answer(adopter, "list " + i, false);
    }
    assertThat(adopter.fates).isEmpty();
    answer(adopter, "one more", false);
    answer(adopter, "two more", false);
    assertThat(adopter.fates).containsExactly("shop FORGOTTEN", "shop FORGOTTEN");
    click("oldest");
    click("middle");
    click("young");
    adopter.follow();
    assertThat(adopter.counted).hasSize(1);
  }

  @Test
  void while_the_store_fails_nothing_is_lost_that_was_taken() {
    answer(leaver, "list", false);
    leaver.open.leave();
    click("list");
    handOver.fail(true);
    assertThatThrownBy(adopter.open::adopt).isInstanceOf(BackendFailure.class);
    handOver.fail(false);
    assertThat(adopter.open.adopt()).isEqualTo(1);
    assertThat(adopter.counted).hasSize(1).allMatch(each -> each.startsWith("attributed"));
  }

  @Test
  void what_cannot_be_left_is_forgotten() {
    answer(leaver, "list", false);
    handOver.fail(true);
    assertThatThrownBy(leaver.open::leave).isInstanceOf(BackendFailure.class);
    assertThat(leaver.fates).containsExactly("shop FORGOTTEN");
  }

  @Test
  void a_clock_that_was_put_back_makes_no_answer_younger() {
    answer(leaver, "list", false);
    pass(Duration.ofMinutes(20));
    leaver.open.leave();
    Replica behind = new Replica(new AtomicLong(-Duration.ofHours(5).toNanos()), 0, log, handOver);
    behind.open.adopt();
    assertThat(age(behind, "list")).isEqualTo(Duration.ofMinutes(20));
  }

  @Test
  void what_is_clicked_after_the_time_of_an_answer_that_nobody_had_does_not_count() {
    answer(leaver, "list", false);
    leaver.open.leave();
    pass(Duration.ofMinutes(29));
    click("list");
    pass(Duration.ofMinutes(2));
    log.write(
        Lists.SHOP,
        List.of(
            new Change.Record(Lists.event("late", EventType.PURCHASE, 10, adopter.now(), "list"))));
    assertThat(adopter.open.adopt()).isEqualTo(1);
    adopter.tracker.settle();
    assertThat(adopter.counted).contains("attributed Arm[recommender=shop, name=2] CLICK");
    assertThat(adopter.counted).noneMatch(each -> each.contains("PURCHASE"));
    assertThat(adopter.fates).containsExactly("shop OVER");
  }

  @Test
  void what_is_cut_off_or_of_a_newer_form_is_left_out() {
    answer(leaver, "list", false);
    leaver.open.leave();
    Parcel good = handOver.parcels().getFirst();
    for (int length = 0; length < good.content().length; length++) {
      handOver.leave(List.of(with(ListParcels.FORM, Arrays.copyOf(good.content(), length))));
    }
    handOver.leave(List.of(with(ListParcels.FORM + 1, good.content())));
    assertThat(adopter.open.adopt()).isEqualTo(1);
    assertThat(handOver.parcels()).extracting(Parcel::form).containsExactly(ListParcels.FORM + 1);
  }

  private static Parcel with(int form, byte[] content) {
    return new Parcel(Parcel.Kind.LISTS, Lists.SHOP, form, Instant.MAX, content);
  }

  /** How long an answer has been there, by what is left of it. */
  private static Duration age(Replica replica, String id) {
    for (long minutes = 0; minutes <= Replica.WINDOW.toMinutes(); minutes++) {
      replica.tracker.settle();
      if (!replica.fates.isEmpty()) {
        return Replica.WINDOW.minusMinutes(minutes - 1);
      }
      replica.pass(Duration.ofMinutes(1));
    }
    throw new AssertionError(id + " does not end");
  }

  private void pass(Duration time) {
    leaver.pass(time);
  }

  private static void answer(Replica replica, String id, boolean isOfBatch) {
    Judged nothing = Judged.NOTHING;
    replica.answered(
        Lists.list(
            id,
            List.of(replica.way("r")),
            new Judged(List.of(), Map.of(), nothing.settings(), isOfBatch),
            10,
            11));
  }

  private void click(String list) {
    log.write(
        Lists.SHOP,
        List.of(
            new Change.Record(
                Lists.event("click on " + list, EventType.CLICK, 10, leaver.now(), list))));
  }
}
