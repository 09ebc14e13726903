package io.salver.recommend.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.salver.recommend.AttributeFilter;
import io.salver.recommend.Fallback;
import io.salver.recommend.Recommendation;
import io.salver.recommend.RecommendationRequest;
import io.salver.recommend.Value;
import io.salver.recommend.catalogue.IdDirectory;
import io.salver.recommend.catalogue.NumberColumn;
import io.salver.recommend.catalogue.Table;
import io.salver.recommend.feature.UserState;
import io.salver.time.Deadline;
import io.salver.time.Ticker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PopularitySourceTest {

  private static final IdDirectory IDS = IdDirectory.of(new long[] {10, 20, 30, 40});
  private static final NumberColumn CLICKS = TinyShop.column("40", "30", "20", "").numbers();
  private static final Table ITEMS = new Table(IDS, Map.of("clicks", CLICKS));
  private static final Map<String, Value> GERMAN = Map.of("context.market", new Value.Text("de"));

  private final SegmentPopularity counted =
      new SegmentPopularity(new PopularityPolicy(List.of("market"), 4));

  @Test
  void without_segments_the_column_is_the_score_and_what_has_none_comes_last() {
    PopularitySource source = new PopularitySource(IDS, Optional.of(CLICKS), Optional.empty());
    Candidates found = retrieve(source, Map.of(), 10, Map.of());
    assertThat(found.ids()).containsExactly(10, 20, 30, 40);
    assertThat(found.retrievalScores()).containsExactly(40, 30, 20, 0);
  }

  @Test
  void without_a_column_the_order_of_the_catalogue_counts() {
    PopularitySource source = new PopularitySource(IDS, Optional.empty(), Optional.empty());
    assertThat(retrieve(source, Map.of(), 3, Map.of()).ids()).containsExactly(10, 20, 30);
  }

  @Test
  void the_segment_decides_and_what_it_does_not_know_stands_back() {
    count("de", 3, 6);
    count("de", 2, 2);
    PopularitySource source = new PopularitySource(IDS, Optional.of(CLICKS), Optional.of(counted));
    Candidates found = retrieve(source, GERMAN, 10, Map.of());
    assertThat(found.ids()).containsExactly(40, 30, 10, 20);
    assertThat(found.retrievalScores()[0]).isEqualTo(0.75f);
    assertThat(found.retrievalScores()[1]).isEqualTo(0.25f);
    assertThat(found.retrievalScores()[2]).isCloseTo(0.4f * 40 / 90, within(1e-6f));
    assertThat(found.retrievalScores()[3]).isCloseTo(0.4f * 30 / 90, within(1e-6f));
  }

  @Test
  void a_segment_of_few_interactions_is_not_believed() {
    count("de", 3, 3);
    PopularitySource source = new PopularitySource(IDS, Optional.of(CLICKS), Optional.of(counted));
    assertThat(retrieve(source, GERMAN, 10, Map.of()).ids()).containsExactly(10, 20, 30, 40);
  }

  @Test
  void everybody_s_interactions_count_where_there_is_no_column() {
    count("de", 3, 6);
    count("fr", 1, 8);
    PopularitySource source = new PopularitySource(IDS, Optional.empty(), Optional.of(counted));
    assertThat(retrieve(source, Map.of(), 10, Map.of()).ids()).containsExactly(20, 40, 10, 30);
    assertThat(retrieve(source, GERMAN, 10, Map.of()).ids()).containsExactly(40, 20, 10, 30);
  }

  @Test
  void filters_apply_before_places_are_given() {
    count("de", 3, 6);
    PopularitySource source = new PopularitySource(IDS, Optional.of(CLICKS), Optional.of(counted));
    Map<String, AttributeFilter> cheap = Map.of("clicks", new AttributeFilter.Range(0, 30));
    assertThat(retrieve(source, GERMAN, 1, cheap).ids()).containsExactly(20);
  }

  private void count(String market, int row, int times) {
    for (int i = 0; i < times; i++) {
      counted.count(List.of(market), row, 1);
    }
  }

  private static Candidates retrieve(
      PopularitySource source,
      Map<String, Value> raw,
      int count,
      Map<String, AttributeFilter> filters) {
    RecommendationRequest request =
        RecommendationRequest.builder().k(1).candidates(count).filters(filters).build();
    Query query =
        new Query(
            request,
            UserState.NONE,
            raw,
            new int[0],
            new int[0],
            Optional.of(Fallback.POPULARITY),
            new Recommendation.Ignored(0, 0));
    return source.retrieve(
        query,
        Eligibility.of(new int[0], new int[0], filters, ITEMS),
        new StageLog(Ticker.SYSTEM),
        new Call("answer-1", Deadline.none(), 0, Urgency.ONLINE));
  }
}
