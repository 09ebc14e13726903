package io.salver.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.salver.text.LabelScheme.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Dynamic programmes against the same over every sequence there is. */
final class TransitionsTest {

  private static final LabelScheme SCHEME =
      new LabelScheme(List.of("O", "B-x", "I-x", "B-y", "I-y"));

  @Property(tries = 200, seed = "1")
  void the_best_path_is_the_best_of_all(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int words) {
    Random random = new Random(seed);
    Transitions transitions = random(random, 4);
    float[][] scores = scores(random, words, 4);
    int[] best = transitions.best(scores);
    double most =
        all(words, 4).stream()
            .mapToDouble(path -> score(transitions, scores, path))
            .max()
            .orElseThrow();
    assertThat(score(transitions, scores, best)).isCloseTo(most, within(1e-9));
  }

  @Property(tries = 200, seed = "1")
  void marginals_are_sums_over_all_paths(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int words) {
    Random random = new Random(seed);
    Transitions transitions = random(random, 4);
    float[][] scores = scores(random, words, 4);
    int[] path = transitions.best(scores);
    double[] found = transitions.marginals(scores, path);
    double[] sums = new double[words];
    double total = 0;
    for (int[] each : all(words, 4)) {
      double weight = Math.exp(score(transitions, scores, each));
      total += weight;
      for (int word = 0; word < words; word++) {
        sums[word] += each[word] == path[word] ? weight : 0;
      }
    }
    for (int word = 0; word < words; word++) {
      assertThat(found[word]).isCloseTo(sums[word] / total, within(1e-9));
    }
  }

  @Property(tries = 200, seed = "1")
  void paths_under_the_constraints_are_valid_and_the_best_of_those(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int words) {
    float[][] scores = scores(new Random(seed), words, SCHEME.labels().size());
    int[] best = Transitions.allowing(SCHEME).best(scores);
    assertThat(isValid(best)).isTrue();
    double most =
        all(words, SCHEME.labels().size()).stream()
            .filter(TransitionsTest::isValid)
            .mapToDouble(path -> emitted(scores, path))
            .max()
            .orElseThrow();
    assertThat(emitted(scores, best)).isCloseTo(most, within(1e-6));
  }

  @Test
  void a_long_text_neither_overflows_nor_loses_its_sums() {
    Random random = new Random(1);
    Transitions transitions = random(random, 5);
    float[][] scores = scores(random, 50_000, 5);
    double[] sure = transitions.marginals(scores, transitions.best(scores));
    assertThat(Arrays.stream(sure).boxed()).allMatch(each -> each >= 0 && each <= 1 + 1e-9);
  }

  @Test
  void no_words_have_no_labels() {
    Transitions transitions = Transitions.allowing(SCHEME);
    assertThat(transitions.best(new float[0][])).isEmpty();
    assertThat(transitions.marginals(new float[0][], new int[0])).isEmpty();
  }

  @Test
  void labels_make_parts_as_conlleval_counts_them() {
    assertThat(SCHEME.parts(new int[] {1, 2, 0, 2, 2, 1, 1, 4, 3, 4}))
        .containsExactly(
            new Part("x", 0, 2),
            new Part("x", 3, 5),
            new Part("x", 5, 6),
            new Part("x", 6, 7),
            new Part("y", 7, 8),
            new Part("y", 8, 10));
    assertThat(new LabelScheme(List.of("O", "PER", "LOC")).parts(new int[] {1, 1, 2, 0, 1}))
        .containsExactly(new Part("PER", 0, 2), new Part("LOC", 2, 3), new Part("PER", 4, 5));
  }

  private static boolean isValid(int[] path) {
    for (int word = 0; word < path.length; word++) {
      String label = SCHEME.labels().get(path[word]);
      if (label.startsWith("I-")) {
        String before = word == 0 ? "O" : SCHEME.labels().get(path[word - 1]);
        if (before.equals("O") || !before.substring(2).equals(label.substring(2))) {
          return false;
        }
      }
    }
    return true;
  }

  private static double emitted(float[][] scores, int[] path) {
    double sum = 0;
    for (int word = 0; word < path.length; word++) {
      sum += scores[word][path[word]];
    }
    return sum;
  }

  private static double score(Transitions transitions, float[][] scores, int[] path) {
    double sum = emitted(scores, path);
    sum += transitions.start()[path[0]] + transitions.end()[path[path.length - 1]];
    for (int word = 1; word < path.length; word++) {
      sum += transitions.between()[path[word - 1]][path[word]];
    }
    return sum;
  }

  private static List<int[]> all(int words, int labels) {
    List<int[]> paths = new ArrayList<>();
    int count = (int) Math.pow(labels, words);
    for (int number = 0; number < count; number++) {
      int[] path = new int[words];
      int rest = number;
      for (int word = 0; word < words; word++, rest /= labels) {
        path[word] = rest % labels;
      }
      paths.add(path);
    }
    return paths;
  }

  private static Transitions random(Random random, int labels) {
    double[][] between = new double[labels][];
    for (int i = 0; i < labels; i++) {
      between[i] = random.doubles(labels, -2, 2).toArray();
    }
    return new Transitions(
        random.doubles(labels, -2, 2).toArray(), random.doubles(labels, -2, 2).toArray(), between);
  }

  private static float[][] scores(Random random, int words, int labels) {
    float[][] scores = new float[words][labels];
    for (float[] row : scores) {
      for (int i = 0; i < labels; i++) {
        row[i] = random.nextFloat(-3, 3);
      }
    }
    return scores;
  }
}
