package io.salver.task.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The searches against all paths there are. */
final class CtcSearchTest {

  private static final int FRAMES = 5;
  private static final Vocabulary LETTERS = new Vocabulary(List.of("-", "a", "b", " "), 0, " ");

  @Property(tries = 200, seed = "1")
  void a_wide_beam_finds_the_labelling_whose_paths_are_most_probable(@ForAll long seed) {
    float[][] rows = rows(seed, 3);
    BeamSearch search = new BeamSearch(0, 10_000, WordTree.free());
    for (float[] row : rows) {
      search.accept(row);
    }
    assertThat(symbols(search)).isEqualTo(best(rows, _ -> true));
  }

  @Property(tries = 200, seed = "1")
  void a_wide_beam_finds_the_most_probable_words_of_a_list(@ForAll long seed) {
    float[][] rows = rows(seed, 4);
    List<String> words = List.of("ab", "b", "bab");
    BeamSearch search = new BeamSearch(0, 10_000, WordTree.of(words, LETTERS));
    for (float[] row : rows) {
      search.accept(row);
    }
    assertThat(symbols(search)).isEqualTo(best(rows, labels -> isOf(words, labels)));
  }

  @Property(tries = 200, seed = "1")
  void the_greedy_search_follows_the_best_path(@ForAll long seed) {
    float[][] rows = rows(seed, 3);
    GreedySearch search = new GreedySearch(0);
    int[] path = new int[rows.length];
    for (int frame = 0; frame < rows.length; frame++) {
      search.accept(rows[frame]);
      for (int symbol = 0; symbol < rows[frame].length; symbol++) {
        if (rows[frame][symbol] > rows[frame][path[frame]]) {
          path[frame] = symbol;
        }
      }
    }
    assertThat(symbols(search)).isEqualTo(collapsed(path));
  }

  @Property(tries = 50, seed = "1")
  void what_is_settled_stays(@ForAll long seed) {
    float[][] rows = rows(seed, 4);
    BeamSearch search = new BeamSearch(0, 4, WordTree.free());
    List<Integer> settled = List.of();
    for (float[] row : rows) {
      search.accept(row);
      List<Integer> now = symbols(search);
      assertThat(now.size()).isGreaterThanOrEqualTo(settled.size());
      assertThat(now.subList(0, settled.size())).isEqualTo(settled);
      settled = now.subList(0, search.settled());
    }
  }

  private static boolean isOf(List<String> words, List<Integer> labels) {
    StringBuilder text = new StringBuilder();
    labels.forEach(label -> text.append(LETTERS.symbols().get(label)));
    String said = text.toString();
    if (said.isEmpty()) {
      return true;
    }
    // A separator may end the last word, and none may stand alone.
    String whole = said.endsWith(" ") ? said.substring(0, said.length() - 1) : said;
    return List.of(whole.split(" ", -1)).stream().allMatch(words::contains);
  }

  private static List<Integer> symbols(CtcSearch search) {
    return search.best().stream().map(Emission::symbol).toList();
  }

  private static float[][] rows(long seed, int symbols) {
    Random random = new Random(seed);
    float[][] rows = new float[FRAMES][symbols];
    for (float[] row : rows) {
      double sum = 0;
      double[] values = new double[symbols];
      for (int i = 0; i < symbols; i++) {
        values[i] = Math.exp(3 * random.nextGaussian());
        sum += values[i];
      }
      for (int i = 0; i < symbols; i++) {
        row[i] = (float) Math.log(Math.max(values[i] / sum, 1e-8));
      }
    }
    return rows;
  }

  private static List<Integer> best(float[][] rows, Predicate<List<Integer>> allowed) {
    Map<List<Integer>, Double> byLabels = new HashMap<>();
    int symbols = rows[0].length;
    int paths = (int) Math.pow(symbols, rows.length);
    for (int number = 0; number < paths; number++) {
      int[] path = new int[rows.length];
      double log = 0;
      for (int frame = 0, rest = number; frame < rows.length; frame++, rest /= symbols) {
        path[frame] = rest % symbols;
        log += rows[frame][path[frame]];
      }
      byLabels.merge(collapsed(path), Math.exp(log), Double::sum);
    }
    return byLabels.entrySet().stream()
        .filter(each -> allowed.test(each.getKey()))
        .max(Map.Entry.comparingByValue())
        .orElseThrow()
        .getKey();
  }

  private static List<Integer> collapsed(int[] path) {
    List<Integer> labels = new ArrayList<>();
    int previous = 0;
    for (int symbol : path) {
      if (symbol != 0 && symbol != previous) {
        labels.add(symbol);
      }
      previous = symbol;
    }
    return labels;
  }
}
