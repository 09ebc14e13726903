package io.salver.recommend.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.salver.recommend.StageReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class DiversityTest {

  private static final int DIMENSION = 4;

  @Property(seed = "1")
  void no_diversity_keeps_the_order(
      @ForAll Diversity method, @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int count) {
    Fixture fixture = new Fixture(seed, count);
    assertThat(fixture.pick(method, 0, count)).isEqualTo(fixture.orderList());
  }

  @Property(seed = "1")
  void the_answer_is_a_subset_without_duplicates_that_begins_with_the_best(
      @ForAll Diversity method,
      @ForAll @DoubleRange(min = 0, max = 1) double diversity,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 40) int count) {
    Fixture fixture = new Fixture(seed, count);
    List<Integer> picked = fixture.pick(method, diversity, count);
    assertThat(picked).containsExactlyInAnyOrderElementsOf(fixture.orderList());
    assertThat(picked.getFirst()).isEqualTo(fixture.order[0]);
  }

  @Property(seed = "1")
  void marginal_relevance_is_what_the_formula_says(
      @ForAll @DoubleRange(min = 0.05, max = 1) double diversity,
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 25) int count) {
    Fixture fixture = new Fixture(seed, count);
    List<Integer> picked = fixture.pick(Diversity.MMR, diversity, count / 2 + 1);
    for (int size = 1; size < picked.size(); size++) {
      List<Integer> before = picked.subList(0, size);
      double best =
          fixture.orderList().stream()
              .filter(item -> !before.contains(item))
              .mapToDouble(item -> fixture.marginalRelevance(diversity, before, item))
              .max()
              .orElseThrow();
      // Sums of floats: of two that are nearly equal either may come first.
      assertThat(fixture.marginalRelevance(diversity, before, picked.get(size)))
          .isGreaterThanOrEqualTo(best - 1e-5);
    }
  }

  @Property(tries = 200, seed = "1")
  void a_greedy_determinant_is_near_to_the_best_of_all(@ForAll long seed) {
    Fixture fixture = new Fixture(seed, 9);
    List<Integer> picked = fixture.pick(Diversity.DPP, 1, 3);
    double best = 0;
    for (int a = 0; a < 9; a++) {
      for (int b = a + 1; b < 9; b++) {
        for (int c = b + 1; c < 9; c++) {
          best = Math.max(best, fixture.determinant(List.of(a, b, c)));
        }
      }
    }
    // Greedy maximisation of a determinant reaches at least 1/k!² of the best; mostly much more.
    assertThat(fixture.determinant(picked)).isGreaterThanOrEqualTo(best / 36 - 1e-6);
  }

  @Property(tries = 200, seed = "1")
  void each_item_of_a_greedy_determinant_is_the_best_to_add(@ForAll long seed) {
    Fixture fixture = new Fixture(seed, 12);
    List<Integer> picked = fixture.pick(Diversity.DPP, 1, 4);
    for (int size = 2; size <= 4; size++) {
      List<Integer> before = picked.subList(0, size - 1);
      double best =
          IntStream.range(0, 12)
              .filter(item -> !before.contains(item))
              .mapToDouble(item -> fixture.determinant(plus(before, item)))
              .max()
              .orElseThrow();
      assertThat(fixture.determinant(picked.subList(0, size)))
          .isGreaterThanOrEqualTo(best * 0.98 - 1e-4);
    }
  }

  @Test
  void full_diversity_takes_from_every_cluster_before_any_twice() {
    float[][] clusters = new float[8][];
    for (int row = 0; row < 8; row++) {
      clusters[row] = new float[4];
      clusters[row][row / 2] = 1 + row;
    }
    ItemVectors vectors = row -> Optional.of(clusters[row]);
    for (Diversity method : Diversity.values()) {
      RerankPolicy policy = new RerankPolicy(method, 0, 0, Optional.empty(), List.of());
      Rerank rerank = Shelf.begin(policy, Shelf.wish(1, 0, ""), "seed");
      Selection selection = Shelf.select(rerank, 4, vectors);
      assertThat(Shelf.ids(selection)).containsExactly(1L, 3L, 5L, 7L);
      assertThat(selection.measures()).containsEntry(StageReport.INTRA_LIST_DIVERSITY, 1.0);
      assertThat(selection.moved()).containsEntry("diversity", 3);
    }
  }

  @Test
  void an_item_without_embedding_is_like_no_other() {
    ItemVectors same = row -> row == 5 ? Optional.empty() : Optional.of(new float[] {1, 2});
    Rerank rerank = Shelf.begin(RerankPolicy.NONE, Shelf.wish(0.9, 0, ""), "seed");
    assertThat(Shelf.ids(Shelf.select(rerank, 2, same))).containsExactly(1L, 6L);
  }

  @Test
  void the_diversity_of_a_list_is_1_minus_its_mean_cosine() {
    float[][] three = {{1, 0}, {0, 2}, {3, 3}};
    ItemVectors vectors = row -> row < 3 ? Optional.of(three[row]) : Optional.empty();
    Rerank rerank = Shelf.begin(RerankPolicy.NONE, Shelf.wish(0, 0, ""), "seed");
    assertThat(Shelf.select(rerank, 4, vectors).measures())
        .hasEntrySatisfying(
            StageReport.INTRA_LIST_DIVERSITY,
            measured ->
                assertThat(measured).isCloseTo(1 - (0 + 2 * Math.sqrt(0.5)) / 3, within(1e-6)));
    Rerank blind = Shelf.begin(RerankPolicy.NONE, Shelf.wish(0, 0, ""), "seed");
    assertThat(Shelf.select(blind, 4, ItemVectors.NONE).measures()).isEmpty();
  }

  @Test
  void what_is_behind_the_pool_follows_in_order() {
    int count = DiversePicker.POOL + 5;
    Fixture fixture = new Fixture(1, count);
    List<Integer> picked = fixture.pick(Diversity.MMR, 0.5, 10);
    assertThat(picked).hasSize(10).doesNotHaveDuplicates();
    List<Integer> all = fixture.drain(Diversity.MMR, 0.5, 10);
    assertThat(all).hasSize(count).doesNotHaveDuplicates();
    assertThat(all.subList(DiversePicker.POOL, count))
        .isEqualTo(fixture.orderList().subList(DiversePicker.POOL, count));
  }

  private static List<Integer> plus(List<Integer> items, int item) {
    List<Integer> more = new ArrayList<>(items);
    more.add(item);
    return more;
  }

  /** Random candidates and a slow, plain reading of the papers. */
  private static final class Fixture {

    private final int[] rows;
    private final float[] scores;
    private final float[][] vectors;
    private final int[] order;

    Fixture(long seed, int count) {
      Random random = new Random(seed);
      rows = IntStream.range(0, count).toArray();
      scores = new float[count];
      vectors = new float[count][DIMENSION];
      for (int i = 0; i < count; i++) {
        scores[i] = random.nextFloat();
        for (int j = 0; j < DIMENSION; j++) {
          vectors[i][j] = (float) random.nextGaussian();
        }
      }
      order = ScoreSort.descending(scores);
    }

    List<Integer> orderList() {
      return Arrays.stream(order).boxed().toList();
    }

    List<Integer> pick(Diversity method, double diversity, int wanted) {
      return drain(method, diversity, wanted).subList(0, wanted);
    }

    List<Integer> drain(Diversity method, double diversity, int wanted) {
      Picker picker =
          DiversePicker.of(
              method, diversity, rows, scores, order, wanted, row -> Optional.of(vectors[row]));
      List<Integer> picked = new ArrayList<>();
      for (int item = picker.next(); item != Picker.NONE; item = picker.next()) {
        picked.add(item);
        picker.taken();
      }
      return picked;
    }

    /** Carbonell and Goldstein, 1998, with relevance stretched to 0 to 1. */
    double marginalRelevance(double diversity, List<Integer> picked, int item) {
      float lowest = scores[order[order.length - 1]];
      float range = scores[order[0]] - lowest;
      double nearest = picked.stream().mapToDouble(other -> cosine(item, other)).max().orElse(0);
      double relevance = range == 0 ? 1 : (scores[item] - lowest) / range;
      return (1 - diversity) * relevance - diversity * nearest;
    }

    double determinant(List<Integer> items) {
      double[][] matrix = new double[items.size()][items.size()];
      for (int i = 0; i < items.size(); i++) {
        for (int j = 0; j < items.size(); j++) {
          matrix[i][j] = (1 + cosine(items.get(i), items.get(j))) / 2;
        }
      }
      double determinant = 1;
      for (int i = 0; i < matrix.length; i++) {
        determinant *= matrix[i][i];
        for (int j = i + 1; j < matrix.length; j++) {
          double factor = matrix[j][i] / matrix[i][i];
          for (int column = i; column < matrix.length; column++) {
            matrix[j][column] -= factor * matrix[i][column];
          }
        }
      }
      return determinant;
    }

    private double cosine(int a, int b) {
      double product = 0;
      double lengthA = 0;
      double lengthB = 0;
      for (int i = 0; i < DIMENSION; i++) {
        product += vectors[a][i] * vectors[b][i];
        lengthA += vectors[a][i] * vectors[a][i];
        lengthB += vectors[b][i] * vectors[b][i];
      }
      return product / Math.sqrt(lengthA * lengthB);
    }
  }
}
