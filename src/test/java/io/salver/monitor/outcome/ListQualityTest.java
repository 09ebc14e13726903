package io.salver.monitor.outcome;

import static io.salver.monitor.outcome.Labels.metric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.salver.fault.BackendFailure;
import io.salver.model.ModelId;
import io.salver.monitor.FakeTime;
import io.salver.testkit.InMemoryLists;
import io.salver.testkit.InMemoryPredictions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From lists whose time is over to what is told of the versions that made them. */
final class ListQualityTest {

  private static final ModelId SHOP = new ModelId("shop", 2);
  private static final ModelId RANKER = new ModelId("shop-ranker", 1);

  private final FakeTime time = new FakeTime();
  private final InMemoryLists store = new InMemoryLists();
  private final LiveOutcomeSettings settings = new LiveOutcomeSettings();
  private final QualityMonitors monitors = monitors();
  private final ListExchange exchange = new ListExchange(monitors, store, "here");

  @Test
  void a_list_counts_for_the_bundle_and_the_ranker_and_by_group() {
    for (int i = 0; i < 100; i++) {
      monitors.over(list(i % 10 == 0, i < 60 ? "north" : "south"));
    }
    for (ModelId model : List.of(SHOP, RANKER)) {
      QualityReport report = report(monitors, model);
      assertThat(report.labels()).isEqualTo(100);
      assertThat(metric(report.metrics(), "ctr")).contains(Estimate.share(10, 100));
      assertThat(metric(report.metrics(), "ndcg").orElseThrow().value())
          .isCloseTo(0.05, within(1e-9));
      assertThat(metric(report.metrics(), "ndcg_clicked").orElseThrow().value())
          .isCloseTo(0.5, within(1e-9));
      assertThat(report.slices())
          .extracting(each -> each.slice().label())
          .containsExactly("market=north", "market=south");
      assertThat(metric(report.slices().getLast().metrics(), "ctr"))
          .contains(Estimate.share(4, 40));
      assertThat(report.slices().getLast().reference()).isEqualTo("north");
      assertThat(metric(report.slices().getLast().differences(), "ctr"))
          .contains(Estimate.share(4, 40).minus(Estimate.share(6, 60)));
    }
  }

  @Test
  void lists_leave_the_window_with_their_pane() {
    monitors.over(list(true, "north"));
    time.pass(Duration.ofHours(23));
    assertThat(report(monitors, SHOP).labels()).isEqualTo(1);
    time.pass(Duration.ofHours(2));
    assertThat(report(monitors, SHOP).labels()).isZero();
    assertThat(report(monitors, SHOP).metrics()).isEmpty();
  }

  @Test
  void replicas_tell_the_same_once_they_have_told_each_other() {
    QualityMonitors there = monitors();
    ListExchange other = new ListExchange(there, store, "there");
    for (int i = 0; i < 30; i++) {
      (i % 3 == 0 ? there : monitors).over(list(i % 5 == 0, i % 2 == 0 ? "north" : "south"));
      if (i == 15) {
        time.pass(Duration.ofHours(3));
        exchange.exchange();
        other.exchange();
      }
    }
    exchange.exchange();
    other.exchange();
    exchange.exchange();
    QualityReport here = report(monitors, SHOP);
    assertThat(here.labels()).isEqualTo(30);
    assertThat(metric(here.metrics(), "ctr")).contains(Estimate.share(6, 30));
    assertThat(report(there, SHOP).metrics()).isEqualTo(here.metrics());
    assertThat(report(there, SHOP).slices()).isEqualTo(here.slices());
  }

  @Test
  void a_process_that_starts_again_goes_on_with_what_was_known() {
    monitors.over(list(true, "north"));
    exchange.exchange();
    QualityMonitors again = monitors();
    new ListExchange(again, store, "here again").exchange();
    again.over(list(false, "north"));
    assertThat(metric(report(again, SHOP).metrics(), "ctr")).contains(Estimate.share(1, 2));
  }

  @Test
  void what_could_not_be_told_is_told_later() {
    monitors.over(list(true, "north"));
    store.fail(true);
    assertThatThrownBy(exchange::exchange).isInstanceOf(BackendFailure.class);
    store.fail(false);
    exchange.exchange();
    assertThat(store.others("there", time.instant().minus(Duration.ofDays(1))))
        .extracting(ListPane::model)
        .containsExactlyInAnyOrder(SHOP, RANKER);
  }

  @Test
  void other_settings_of_as_long_panes_go_on_with_the_lists() {
    monitors.over(list(true, "north"));
    var unused = settings.begin(RANKER, Map.of("concept", "ddm"));
    monitors.follow();
    monitors.over(list(false, "north"));
    assertThat(report(monitors, RANKER).labels()).isEqualTo(2);
    assertThat(report(monitors, RANKER).concept().orElseThrow().method())
        .isEqualTo(OutcomeSettings.Concept.DDM);
  }

  @Test
  void groups_beyond_the_first_are_one() {
    for (int i = 0; i < 40; i++) {
      monitors.over(list(true, "market " + i));
    }
    QualityReport report = report(monitors, SHOP);
    assertThat(report.slices()).hasSize(SliceGroups.MOST + 1);
    assertThat(report.slices())
        .filteredOn(each -> each.slice().group().equals(Slice.OTHER))
        .singleElement()
        .extracting(QualityReport.SliceReport::labels)
        .isEqualTo(28L);
  }

  private static ListOutcome list(boolean isClicked, String market) {
    return new ListOutcome(
        List.of(SHOP, RANKER),
        Map.of("market", market),
        OutcomeSettings.DEFAULT,
        isClicked,
        isClicked,
        isClicked ? 0.5 : 0);
  }

  private QualityMonitors monitors() {
    return new QualityMonitors(new InMemoryPredictions(), settings, time, time);
  }

  private static QualityReport report(QualityMonitors monitors, ModelId model) {
    return monitors.of(model).orElseThrow().report();
  }
}
