package io.salver.monitor.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.salver.model.ModelId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Sums over lists are an algebra: parts add up in any order to the whole. */
final class ListCountsProperties {

  private static final double EXACT = 1e-9;

  @Property(tries = 200, seed = "1")
  void parts_add_up_to_the_whole(
      @ForAll("lists") List<ListOutcome> lists, @ForAll("cuts") int parts) {
    List<ListCounts> sums = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      sums.add(ListCounts.NONE);
    }
    for (int i = 0; i < lists.size(); i++) {
      sums.set(i % parts, sums.get(i % parts).plus(ListCounts.of(lists.get(i))));
    }
    ListCounts whole = lists.stream().map(ListCounts::of).reduce(ListCounts.NONE, ListCounts::plus);
    ListCounts forwards = sums.stream().reduce(ListCounts.NONE, ListCounts::plus);
    ListCounts backwards = sums.reversed().stream().reduce(ListCounts.NONE, ListCounts::plus);
    requireEqual(forwards, whole);
    requireEqual(backwards, whole);
    assertThat(whole.plus(ListCounts.NONE)).isEqualTo(whole);
  }

  @Property(tries = 200, seed = "1")
  void figures_are_those_of_the_lists(@ForAll("lists") List<ListOutcome> lists) {
    ListCounts counts =
        lists.stream().map(ListCounts::of).reduce(ListCounts.NONE, ListCounts::plus);
    List<QualityMetric> metrics = counts.metrics();
    if (lists.isEmpty()) {
      assertThat(metrics).isEmpty();
      return;
    }
    long clicked = lists.stream().filter(ListOutcome::isClicked).count();
    assertThat(Labels.metric(metrics, "ctr")).contains(Estimate.share(clicked, lists.size()));
    double mean = lists.stream().mapToDouble(ListOutcome::ndcg).average().orElseThrow();
    Labels.metric(metrics, "ndcg")
        .ifPresent(
            ndcg -> {
              assertThat(ndcg.value()).isCloseTo(mean, within(EXACT));
              assertThat(ndcg.low()).isLessThanOrEqualTo(ndcg.value() + EXACT);
              assertThat(ndcg.high()).isGreaterThanOrEqualTo(ndcg.value() - EXACT);
              assertThat(ndcg.samples()).isEqualTo(lists.size());
            });
    assertThat(Labels.metric(metrics, "ndcg").isPresent()).isEqualTo(lists.size() > 1);
    Labels.metric(metrics, "ndcg_clicked")
        .ifPresent(
            ndcg ->
                assertThat(ndcg.value())
                    .isCloseTo(mean * lists.size() / counts.relevant(), within(EXACT)));
  }

  @Provide
  Arbitrary<List<ListOutcome>> lists() {
    Arbitrary<Double> gains = Arbitraries.doubles().between(0.05, 1);
    return Combinators.combine(Arbitraries.integers().between(0, 3), gains)
        .as(
            (kind, gain) ->
                new ListOutcome(
                    List.of(new ModelId("shop", 1)),
                    Map.of(),
                    OutcomeSettings.DEFAULT,
                    kind == 1,
                    kind == 1 || kind == 2,
                    kind == 1 || kind == 2 ? gain : 0))
        .list()
        .ofMaxSize(60);
  }

  @Provide
  Arbitrary<Integer> cuts() {
    return Arbitraries.integers().between(1, 5);
  }

  private static void requireEqual(ListCounts found, ListCounts expected) {
    assertThat(found.lists()).isEqualTo(expected.lists());
    assertThat(found.clicked()).isEqualTo(expected.clicked());
    assertThat(found.relevant()).isEqualTo(expected.relevant());
    assertThat(found.gains()).isCloseTo(expected.gains(), within(EXACT));
    assertThat(found.squares()).isCloseTo(expected.squares(), within(EXACT));
  }
}
