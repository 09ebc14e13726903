package io.salver.recommend.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.salver.model.ModelId;
import io.salver.monitor.outcome.ListOutcome;
import io.salver.monitor.outcome.OutcomeSettings;
import io.salver.recommend.Placement;
import io.salver.recommend.Recommendation;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.catalogue.EventType;
import io.salver.recommend.feedback.FeedbackObserver.Arm;
import io.salver.serving.Route;
import io.salver.testkit.RecordedRoute;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class FeedbackTrackerTest {

  private static final Arm TWO = new Arm("shop", "2");
  private static final Duration WINDOW = Duration.ofMinutes(30);
  private static final Duration BATCH_WINDOW = Duration.ofDays(1);
  private static final List<ModelId> MODELS =
      List.of(new ModelId("shop", 2), new ModelId("shop-ranker", 1));

  private final AtomicLong nanos = new AtomicLong();
  private final Heard heard = new Heard();
  private final FeedbackTracker tracker = new FeedbackTracker(WINDOW, nanos::get, heard);

  private final List<ListOutcome> over = new ArrayList<>();
  private final List<String> fates = new ArrayList<>();
  private final List<String> strays = new ArrayList<>();
  private final FeedbackTracker lists =
      new FeedbackTracker(
          new FeedbackTracker.Times(WINDOW, BATCH_WINDOW),
          nanos::get,
          FeedbackObserver.NONE,
          new ListObserver() {
            @Override
            public void ended(String recommender, Fate fate) {
              fates.add(recommender + " " + fate);
            }

            @Override
            public void adopted(String recommender) {}

            @Override
            public void unattributed(String recommender, EventType type, Reason reason) {
              strays.add(type + " " + reason);
            }
          },
          over::add);

  @Test
  void an_event_counts_once_for_the_arm_that_showed_its_item() {
    tracker.answered(answer("a", "2", 10, 20, 30));
    tracker.happened("shop", event("a", EventType.IMPRESSION, 10));
    tracker.happened("shop", event("a", EventType.CLICK, 10));
    tracker.happened("shop", event("a", EventType.CLICK, 10));
    assertThat(heard.told).containsExactly("opened 2", "answered 2", "2 IMPRESSION", "2 CLICK");
  }

  @Test
  void what_was_not_shown_or_not_answered_here_does_not_count() {
    tracker.answered(answer("a", "2", 10));
    heard.told.clear();
    tracker.happened("shop", event("a", EventType.CLICK, 99));
    tracker.happened("shop", event("b", EventType.CLICK, 10));
    tracker.happened("other", event("a", EventType.CLICK, 10));
    tracker.happened("shop", Event.of("e", EventType.CLICK, 1, 10, Instant.EPOCH));
    nanos.set(WINDOW.toNanos() + 1);
    tracker.happened("shop", event("a", EventType.CLICK, 10));
    assertThat(heard.told).isEmpty();
  }

  @Test
  void clicks_are_judged_by_their_places_when_the_time_of_an_answer_is_over() {
    tracker.answered(answer("a", "2", 10, 20, 30));
    tracker.answered(answer("b", "2", 10, 20, 30));
    tracker.answered(answer("c", "2", 10, 20, 30));
    tracker.happened("shop", event("a", EventType.CLICK, 10));
    tracker.happened("shop", event("b", EventType.CLICK, 30));
    nanos.set(WINDOW.toNanos() + 1);
    tracker.answered(answer("d", "2", 10));
    assertThat(heard.ndcg).hasSize(2);
    assertThat(heard.ndcg.get(0)).isEqualTo(1);
    assertThat(heard.ndcg.get(1)).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void coverage_is_of_the_answers_that_are_remembered() {
    tracker.answered(answer("a", "2", 10, 20));
    tracker.answered(answer("b", "2", 20, 30));
    tracker.answered(answer("c", "1", 40));
    assertThat(tracker.distinctItems(TWO)).isEqualTo(3);
    nanos.set(WINDOW.toNanos() + 1);
    tracker.answered(answer("d", "2", 50));
    assertThat(tracker.distinctItems(TWO)).isEqualTo(1);
  }

  @Test
  void the_oldest_answers_go_when_there_are_too_many() {
    for (int i = 0; i <= FeedbackTracker.CAPACITY; i++) {
      tracker.answered(answer("a" + i, "2", i + 1));
    }
    assertThat(tracker.distinctItems(TWO)).isEqualTo(FeedbackTracker.CAPACITY);
    heard.told.clear();
    tracker.happened("shop", event("a0", EventType.CLICK, 1));
    tracker.happened("shop", event("a1", EventType.CLICK, 2));
    assertThat(heard.told).containsExactly("2 CLICK");
  }

  @Test
  void ways_are_told_when_the_time_of_an_answer_is_over_what_became_of_it() {
    RecordedRoute way = new RecordedRoute("r", 2, 1);
    tracker.answered(by(way, answer("a", "2", 10, 20)));
    tracker.happened("shop", event("a", EventType.CLICK, 20));
    assertThat(way.told()).isEmpty();
    nanos.set(WINDOW.toNanos() + 1);
    tracker.answered(answer("b", "2", 10));
    assertThat(way.told()).contains("click 1.0", "ctr 1.0", "purchase 0.0");
    assertThat(way.told()).anyMatch(each -> each.startsWith("ndcg 0.6"));
  }

  @Test
  void a_list_counts_once_when_its_time_is_over_clicked_or_not() {
    lists.answered(judged(false, answer("a", "2", 10, 20, 30)));
    lists.answered(judged(false, answer("b", "2", 10, 20, 30)));
    lists.answered(judged(false, answer("c", "2", 10, 20, 30)));
    lists.happened("shop", event("a", EventType.CLICK, 30));
    lists.happened("shop", event("b", EventType.PURCHASE, 10));
    lists.settle();
    assertThat(over).isEmpty();
    nanos.set(WINDOW.toNanos() + 1);
    lists.happened("shop", event("c", EventType.CLICK, 10));
    lists.settle();
    lists.settle();
    assertThat(over).extracting(ListOutcome::isClicked).containsExactly(true, false, false);
    assertThat(over).extracting(ListOutcome::isRelevant).containsExactly(true, true, false);
    assertThat(over.get(0).ndcg()).isCloseTo(0.5, within(1e-9));
    assertThat(over.get(1).ndcg()).isEqualTo(1);
    assertThat(over.get(2).ndcg()).isZero();
    assertThat(over).extracting(ListOutcome::models).containsOnly(MODELS);
    assertThat(over.getFirst().groups()).containsExactly(Map.entry("market", "north"));
    assertThat(fates).containsExactly("shop OVER", "shop OVER", "shop OVER");
    assertThat(strays).containsExactly("CLICK LATE");
  }

  @Test
  void a_list_of_a_batch_counts_only_if_it_was_shown_and_waits_for_longer() {
    lists.answered(judged(true, answer("a", "2", 10, 20)));
    lists.answered(judged(true, answer("b", "2", 10, 20)));
    nanos.set(BATCH_WINDOW.toNanos());
    lists.happened("shop", event("a", EventType.IMPRESSION, 10));
    lists.happened("shop", event("a", EventType.CLICK, 10));
    lists.settle();
    assertThat(over).isEmpty();
    nanos.set(BATCH_WINDOW.toNanos() + 1);
    lists.settle();
    assertThat(over).extracting(ListOutcome::isClicked).containsExactly(true);
    assertThat(fates).containsExactly("shop OVER", "shop UNSEEN");
  }

  @Test
  void batches_push_no_single_answers_out() {
    lists.answered(judged(false, answer("single", "2", 10)));
    for (int i = 0; i <= FeedbackTracker.BATCH_CAPACITY; i++) {
      lists.answered(judged(true, answer("b" + i, "2", 10)));
    }
    assertThat(fates).containsExactly("shop FORGOTTEN");
    lists.happened("shop", event("single", EventType.CLICK, 10));
    nanos.set(WINDOW.toNanos() + 1);
    lists.settle();
    assertThat(over).hasSize(1);
  }

  @Test
  void events_that_count_for_nothing_are_told_with_the_reason() {
    lists.answered(judged(false, answer("a", "2", 10)));
    lists.happened("shop", event("nobody-s", EventType.CLICK, 10));
    lists.happened("other", event("a", EventType.CLICK, 10));
    lists.happened("shop", event("a", EventType.CLICK, 99));
    lists.happened("shop", event("a", EventType.CLICK, 10));
    lists.happened("shop", event("a", EventType.CLICK, 10));
    lists.happened("shop", Event.of("e", EventType.CLICK, 1, 10, Instant.EPOCH));
    assertThat(strays).containsExactly("CLICK UNKNOWN", "CLICK UNKNOWN", "CLICK NOT_SHOWN");
  }

  @Test
  void what_no_version_made_counts_for_none() {
    lists.answered(answer("a", "popularity", 10));
    nanos.set(WINDOW.toNanos() + 1);
    lists.settle();
    assertThat(over).isEmpty();
    assertThat(fates).containsExactly("shop OVER");
  }

  private static Recommendation by(Route way, Recommendation answer) {
    return with(List.of(way), Recommendation.Judged.NOTHING, answer);
  }

  private static Recommendation judged(boolean isOfBatch, Recommendation answer) {
    return with(
        List.of(),
        new Recommendation.Judged(
            MODELS, Map.of("market", "north"), OutcomeSettings.DEFAULT, isOfBatch),
        answer);
  }

  private static Recommendation with(
      List<Route> ways, Recommendation.Judged judged, Recommendation answer) {
    return new Recommendation(
        answer.id(),
        answer.recommender(),
        answer.items(),
        answer.arm(),
        ways,
        judged,
        answer.fallback(),
        answer.degraded(),
        answer.ignored(),
        answer.versions(),
        answer.stages(),
        answer.queueNanos(),
        answer.computeNanos());
  }

  private static Event event(String answer, EventType type, long item) {
    return new Event(
        "e",
        type,
        1,
        item,
        Instant.EPOCH,
        OptionalDouble.empty(),
        Optional.of(answer),
        OptionalInt.empty());
  }

  private static Recommendation answer(String id, String arm, long... items) {
    List<Recommendation.Item> given =
        LongStream.of(items)
            .mapToObj(
                item ->
                    new Recommendation.Item(
                        item, 1, 1, 1, Placement.RANKED, new LinkedHashMap<>(), List.of()))
            .toList();
    return new Recommendation(
        id,
        "shop",
        given,
        arm,
        Optional.empty(),
        Optional.empty(),
        new Recommendation.Ignored(0, 0),
        new Recommendation.Versions("", 1, 1, OptionalLong.empty()),
        List.of(),
        0,
        0);
  }

  private static final class Heard implements FeedbackObserver {

    private final List<String> told = new ArrayList<>();
    private final List<Double> ndcg = new ArrayList<>();

    @Override
    public void opened(Arm arm, FeedbackTracker tracker) {
      told.add("opened " + arm.name());
    }

    @Override
    public void answered(Arm arm) {
      told.add("answered " + arm.name());
    }

    @Override
    public void attributed(Arm arm, EventType type) {
      told.add(arm.name() + " " + type);
    }

    @Override
    public void clicked(Arm arm, double value) {
      ndcg.add(value);
    }
  }
}
