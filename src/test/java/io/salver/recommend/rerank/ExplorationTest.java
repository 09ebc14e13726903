package io.salver.recommend.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.salver.recommend.Placement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class ExplorationTest {

  @Property(seed = "1")
  void the_answer_has_no_item_twice_and_its_explored_items_are_from_beyond_the_best(
      @ForAll @DoubleRange(min = 0, max = 1) double share,
      @ForAll @IntRange(min = 1, max = 8) int k,
      @ForAll int seed) {
    Rerank rerank = Shelf.begin(RerankPolicy.NONE, Shelf.wish(0, share, ""), "id" + seed);
    Selection selection = Shelf.select(rerank, k, ItemVectors.NONE);
    assertThat(Shelf.ids(selection)).hasSize(k).doesNotHaveDuplicates();
    List<Long> ranked = placed(selection, Placement.RANKED);
    List<Long> explored = placed(selection, Placement.EXPLORED);
    assertThat(ranked)
        .isEqualTo(IntStream.rangeClosed(1, ranked.size()).mapToObj(id -> (long) id).toList());
    assertThat(explored).allSatisfy(id -> assertThat(id).isGreaterThan(ranked.size()));
    assertThat((double) explored.size()).isCloseTo(share * k, within(1.0));
  }

  @Test
  void the_id_of_the_answer_decides() {
    Set<List<Long>> seen = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      String id = "answer-" + i;
      List<Long> once = explored(id);
      assertThat(explored(id)).isEqualTo(once);
      seen.add(once);
    }
    assertThat(seen.size()).isGreaterThan(20);
  }

  @Test
  void a_share_of_a_place_is_a_place_now_and_then() {
    int places = 0;
    for (int i = 0; i < 2_000; i++) {
      places += new Exploration("answer-" + i).places(0.25, 10);
    }
    assertThat(places / 2_000.0).isCloseTo(2.5, within(0.05));
  }

  @Test
  void better_items_are_drawn_more_often() {
    int[] first = new int[8];
    for (int i = 0; i < 4_000; i++) {
      first[new Exploration("answer-" + i).draw(Shelf.ROWS, Shelf.SCORES)[0]]++;
    }
    double total = 0;
    double mean = 4.5;
    double deviation = Math.sqrt(5.25);
    for (float score : Shelf.SCORES) {
      total += Math.exp((score - mean) / deviation);
    }
    for (int i = 0; i < 8; i++) {
      double expected = Math.exp((Shelf.SCORES[i] - mean) / deviation) / total;
      assertThat(first[i] / 4_000.0).isCloseTo(expected, within(0.03));
    }
  }

  @Test
  void scores_that_are_not_finite_are_drawn_last() {
    float[] scores = {Float.NaN, 1, 1, Float.NEGATIVE_INFINITY};
    for (int i = 0; i < 50; i++) {
      int[] drawn = new Exploration("answer-" + i).draw(new int[] {0, 1, 2, 3}, scores);
      assertThat(Set.of(drawn[0], drawn[1])).isEqualTo(Set.of(1, 2));
    }
  }

  @Test
  void exploration_keeps_to_caps() {
    Rule cap = new Rule.Cap("one", Scope.ALWAYS, "brand", 1);
    for (int i = 0; i < 50; i++) {
      Rerank rerank = Shelf.begin(Shelf.rules(cap), Shelf.wish(0, 0.5, ""), "answer-" + i);
      List<Long> ids = Shelf.ids(Shelf.select(rerank, 4, ItemVectors.NONE));
      assertThat(ids.stream().filter(id -> id <= 3).count()).isLessThanOrEqualTo(1);
    }
  }

  private static List<Long> explored(String id) {
    Rerank rerank = Shelf.begin(RerankPolicy.NONE, Shelf.wish(0, 0.5, ""), id);
    return Shelf.ids(Shelf.select(rerank, 4, ItemVectors.NONE));
  }

  private static List<Long> placed(Selection selection, Placement placement) {
    return selection.places().stream()
        .filter(each -> each.placement() == placement)
        .map(each -> each.candidate() + 1L)
        .toList();
  }
}
