package io.salver.monitor.outcome;

import static io.salver.monitor.outcome.Labels.MODEL;
import static io.salver.monitor.outcome.Labels.metric;
import static io.salver.monitor.outcome.Labels.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.salver.fault.BackendFailure;
import io.salver.fault.NotReady;
import io.salver.fault.Overloaded;
import io.salver.monitor.FakeTime;
import io.salver.monitor.WindowSettings;
import io.salver.monitor.outcome.OutcomeObserver.Fate;
import io.salver.testkit.InMemoryPredictions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** From what is observed to what labels say of it, by threads and clocks of the test. */
final class LateLabelsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final FakeTime time = new FakeTime();
  private final InMemoryPredictions store = new InMemoryPredictions();
  private final LiveOutcomeSettings settings = new LiveOutcomeSettings();
  private final Counting counting = new Counting();
  private final PredictionMemory memory =
      new PredictionMemory(store, settings, counting, 100, 1_000, time);
  private final ArrayDeque<Runnable> later = new ArrayDeque<>();
  private final FeedbackService feedback =
      new FeedbackService(
          store, memory, counting, Runnable::run, (wait, task) -> later.add(task), time, PATIENCE);
  private final QualityMonitors monitors = new QualityMonitors(store, settings, time, time);

  LateLabelsTest() {
    load(Map.of("slices", List.of("sex", Map.of("age", List.of(25, 45)))));
  }

  @Test
  void labels_hours_later_say_how_good_the_model_was() {
    for (int i = 0; i < 10; i++) {
      memory.accept(Labels.yes("r", i, 0.8, i < 4 ? "Female" : "Male", time.instant()));
    }
    memory.flush();
    time.pass(Duration.ofHours(5));
    List<Feedback> labels = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      labels.add(told("r", i, i < 3 ? "no" : "yes", time.instant()));
    }
    assertThat(receipts(feedback.label(labels)))
        .hasSize(10)
        .hasOnlyElementsOfType(Receipt.Accepted.class);
    assertThat(counting.ages).hasSize(10).containsOnly(Duration.ofHours(5));
    monitors.follow();
    QualityReport report = monitors.all().getFirst().report();
    assertThat(report.labels()).isEqualTo(10);
    assertThat(metric(report.metrics(), "accuracy")).contains(Estimate.share(7, 10));
    assertThat(metric(report.metrics(), "calibration_error").orElseThrow().value())
        .isCloseTo(0.1, within(1e-9));
    QualityReport.SliceReport female = slice(report, "sex=Female");
    assertThat(female.reference()).isEqualTo("Male");
    assertThat(metric(female.metrics(), "accuracy")).contains(Estimate.share(1, 4));
    assertThat(metric(female.differences(), "accuracy"))
        .contains(Estimate.share(1, 4).minus(Estimate.share(6, 6)));
    assertThat(slice(report, "age=25..45").labels()).isEqualTo(10);
  }

  @Test
  void a_corrected_label_takes_the_place_of_the_first() {
    memory.accept(Labels.yes("r", 0, 0.8, "Male", time.instant()));
    memory.flush();
    var unused = receipts(feedback.label(List.of(told("r", 0, "no", time.instant()))));
    monitors.follow();
    time.pass(Duration.ofHours(3));
    assertThat(receipts(feedback.label(List.of(told("r", 0, "yes", time.instant())))).getFirst())
        .isInstanceOf(Receipt.Corrected.class);
    monitors.follow();
    QualityReport report = monitors.all().getFirst().report();
    assertThat(metric(report.metrics(), "accuracy")).contains(Estimate.share(1, 1));
  }

  @Test
  void the_window_moves_on_and_a_clock_that_jumps_moves_nothing() {
    memory.accept(Labels.yes("r", 0, 0.8, "Male", time.instant()));
    memory.flush();
    var unused = receipts(feedback.label(List.of(told("r", 0, "yes", time.instant()))));
    monitors.follow();
    time.jump(Duration.ofDays(400));
    assertThat(monitors.all().getFirst().report().labels()).isEqualTo(1);
    time.jump(Duration.ofDays(-800));
    assertThat(monitors.all().getFirst().report().labels()).isEqualTo(1);
    time.pass(Duration.ofHours(23));
    assertThat(monitors.all().getFirst().report().labels()).isEqualTo(1);
    time.pass(Duration.ofHours(2));
    assertThat(monitors.all().getFirst().report().labels()).isZero();
    assertThat(monitors.all().getFirst().report().metrics()).isEmpty();
  }

  @Test
  void a_restart_and_another_replica_tell_the_same() {
    for (int i = 0; i < 50; i++) {
      memory.accept(Labels.yes("r", i, 0.5 + i / 100.0, i % 3 == 0 ? "F" : "M", time.instant()));
    }
    memory.flush();
    for (int i = 0; i < 50; i++) {
      time.pass(Duration.ofMinutes(40));
      var unused = receipts(feedback.label(List.of(told("r", i, "yes", time.instant()))));
      monitors.follow();
    }
    QualityMonitors other = new QualityMonitors(store, settings, time, time);
    other.follow();
    QualityReport expected = monitors.all().getFirst().report();
    QualityReport found = other.all().getFirst().report();
    assertThat(found.labels()).isEqualTo(expected.labels()).isEqualTo(36);
    assertThat(metric(found.metrics(), "accuracy"))
        .isEqualTo(metric(expected.metrics(), "accuracy"));
    assertThat(found.lastLabel()).isEqualTo(expected.lastLabel());
  }

  @Test
  void other_settings_of_a_version_that_is_loaded_anew_begin_with_what_was_told() {
    memory.accept(Labels.yes("r", 0, 0.8, "Male", time.instant()));
    memory.flush();
    var unused = receipts(feedback.label(List.of(told("r", 0, "yes", time.instant()))));
    monitors.follow();
    load(Map.of("labels", Map.of("window", "2d"), "concept", "ddm"));
    monitors.follow();
    QualityReport report = monitors.all().getFirst().report();
    assertThat(report.window().name()).isEqualTo("2d");
    assertThat(report.labels()).isEqualTo(1);
    assertThat(report.concept().orElseThrow().method()).isEqualTo(OutcomeSettings.Concept.DDM);
  }

  @Test
  void a_label_that_overtakes_its_prediction_waits_for_it() {
    CompletionStage<List<Receipt>> answer =
        feedback.label(List.of(told("r", 0, "yes", time.instant())));
    assertThat(answer.toCompletableFuture()).isNotDone();
    memory.accept(Labels.yes("r", 0, 0.8, "Male", time.instant()));
    later.remove().run();
    assertThat(receipts(answer).getFirst()).isInstanceOf(Receipt.Accepted.class);
  }

  @Test
  void what_stays_unknown_is_called_so_when_patience_is_over() {
    CompletionStage<List<Receipt>> answer =
        feedback.label(List.of(told("invented", 0, "yes", time.instant())));
    while (!later.isEmpty()) {
      later.remove().run();
    }
    assertThat(receipts(answer)).containsExactly(new Receipt.Unknown());
    assertThat(counting.receipts).containsExactly(new Receipt.Unknown());
  }

  @Test
  void a_store_that_fails_is_named_and_loses_nothing_that_waits() {
    memory.accept(Labels.yes("r", 0, 0.8, "Male", time.instant()));
    store.fail(true);
    assertThatThrownBy(memory::flush).isInstanceOf(BackendFailure.class);
    assertThatThrownBy(() -> receipts(feedback.label(List.of(told("r", 0, "yes", time.instant())))))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(NotReady.class)
        .hasMessageContaining("the store of the test fails");
    store.fail(false);
    memory.flush();
    assertThat(receipts(feedback.label(List.of(told("r", 0, "yes", time.instant())))).getFirst())
        .isInstanceOf(Receipt.Accepted.class);
  }

  @Test
  void predictions_wait_within_a_bound_and_what_is_too_much_is_counted() {
    PredictionMemory small = new PredictionMemory(store, settings, counting, 1_000, 30, time);
    for (int i = 0; i < 25; i++) {
      small.accept(Labels.yes("r", i, 0.8, "Male", time.instant()));
    }
    assertThat(small.waiting()).isEqualTo(10);
    small.flush();
    assertThat(counting.fates).containsEntry(Fate.DROPPED, 15L).containsEntry(Fate.REMEMBERED, 10L);
    assertThat(store.remembered()).hasSize(10);
  }

  @Test
  void no_more_are_remembered_in_a_second_than_the_settings_say() {
    PredictionMemory limited = new PredictionMemory(store, settings, counting, 1, 1_000, time);
    for (int i = 0; i < 50; i++) {
      limited.accept(Labels.yes("r", i, 0.8, "Male", time.instant()));
    }
    assertThat(limited.waiting()).isEqualTo(20);
    assertThat(counting.fates).containsEntry(Fate.LIMITED, 30L);
    time.pass(Duration.ofSeconds(3));
    for (int i = 0; i < 50; i++) {
      limited.accept(Labels.yes("s", i, 0.8, "Male", time.instant()));
    }
    assertThat(limited.waiting()).isEqualTo(23);
  }

  @Test
  void too_many_calls_are_refused() {
    FeedbackService full =
        new FeedbackService(
            store,
            memory,
            counting,
            task -> {
              throw new RejectedExecutionException();
            },
            (wait, task) -> later.add(task),
            time,
            PATIENCE);
    assertThatThrownBy(() -> receipts(full.label(List.of(told("r", 0, "yes", time.instant())))))
        .cause()
        .isInstanceOf(Overloaded.class);
  }

  @Test
  void a_change_of_what_is_true_is_found() {
    for (int i = 0; i < 900; i++) {
      if (i % 90 == 0) {
        time.pass(Duration.ofMinutes(1));
      }
      memory.accept(Labels.yes("r", i, 0.9, "Male", time.instant()));
      memory.flush();
      String label = (i < 600 ? i % 10 == 0 : i % 2 == 0) ? "no" : "yes";
      var unused = receipts(feedback.label(List.of(told("r", i, label, time.instant()))));
    }
    monitors.follow();
    ConceptReport concept = monitors.all().getFirst().report().concept().orElseThrow();
    assertThat(concept.state()).isEqualTo(ConceptReport.State.DRIFTED);
    assertThat(concept.risen()).isPositive();
    assertThat(concept.error()).isGreaterThan(0.3);
    time.pass(Duration.ofDays(2));
    assertThat(monitors.all().getFirst().report().concept().orElseThrow().state())
        .isEqualTo(ConceptReport.State.STABLE);
  }

  @Test
  void the_accuracy_without_labels_is_that_of_like_confidences_with_labels() {
    monitors.follow();
    for (int i = 0; i < 1_000; i++) {
      time.pass(Duration.ofMillis(20));
      double sure = i % 2 == 0 ? 0.95 : 0.65;
      memory.accept(Labels.yes("r", i, sure, "Male", time.instant()));
      boolean isRight = i % 2 == 0 ? i % 10 < 8 : i % 10 < 6;
      memory.flush();
      var unused =
          receipts(feedback.label(List.of(told("r", i, isRight ? "yes" : "no", time.instant()))));
    }
    for (int i = 0; i < 100; i++) {
      monitors.accept(Labels.yes("s", i, i < 80 ? 0.96 : 0.64, "Male", time.instant()));
    }
    EstimatedAccuracy before = monitors.all().getFirst().report().estimated().orElseThrow();
    assertThat(before.labels()).isZero();
    assertThat(before.estimate().value()).isCloseTo(0.8 * 0.96 + 0.2 * 0.64, within(1e-9));
    monitors.follow();
    EstimatedAccuracy after = monitors.all().getFirst().report().estimated().orElseThrow();
    assertThat(after.labels()).isEqualTo(1_000);
    assertThat(after.estimate().value()).isCloseTo(0.8 * 0.8 + 0.2 * 0.6, within(1e-9));
    assertThat(after.estimate().low()).isLessThan(after.estimate().value());
  }

  @Test
  void versions_of_models_that_are_not_loaded_are_followed_too() {
    memory.accept(Labels.yes("r", 0, 0.8, "Male", time.instant()));
    memory.flush();
    LiveOutcomeSettings none = new LiveOutcomeSettings();
    var unused = receipts(feedback.label(List.of(told("r", 0, "yes", time.instant()))));
    QualityMonitors others = new QualityMonitors(store, none, time, time);
    others.follow();
    assertThat(others.all().getFirst().report().labels()).isEqualTo(1);
    assertThat(others.all().getFirst().settings().window())
        .isEqualTo(OutcomeSettings.DEFAULT.window());
    assertThat(OutcomeSettings.DEFAULT.window().kind()).isEqualTo(WindowSettings.Kind.SLIDING);
  }

  private void load(Map<String, Object> monitor) {
    var unused = settings.begin(MODEL, monitor);
  }

  private static QualityReport.SliceReport slice(QualityReport report, String label) {
    return report.slices().stream()
        .filter(each -> each.slice().label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  private static List<Receipt> receipts(CompletionStage<List<Receipt>> answer) {
    return answer.toCompletableFuture().join();
  }

  /** Counts what it hears. */
  private static final class Counting implements OutcomeObserver {

    final List<Receipt> receipts = new ArrayList<>();
    final List<Duration> ages = new ArrayList<>();
    final Map<Fate, Long> fates = new EnumMap<>(Fate.class);

    @Override
    public void told(Receipt receipt) {
      receipts.add(receipt);
    }

    @Override
    public void aged(String model, Duration age) {
      ages.add(age);
    }

    @Override
    public void predictions(Fate fate, long count) {
      fates.merge(fate, count, Long::sum);
    }
  }
}
