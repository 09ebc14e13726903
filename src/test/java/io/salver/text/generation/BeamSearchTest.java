package io.salver.text.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class BeamSearchTest {

  private static final int TOKENS = 4;
  private static final int END = 0;

  /** A prefix gives the logarithms of the probabilities of what follows. */
  private interface Language {
    double[] after(List<Integer> prefix);
  }

  @Property(tries = 200, seed = "1")
  void a_beam_as_wide_as_all_hypotheses_finds_the_best_of_all(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int steps,
      @ForAll @DoubleRange(min = -1, max = 2) double penalty) {
    Language language = drawn(seed);
    Hypothesis<Integer> found = search(language, settings(300, steps, penalty, false)).getFirst();

    List<Integer> best = exhaustive(language, steps, penalty);
    assertThat(score(language, found.tokens(), penalty))
        .isCloseTo(score(language, best, penalty), within(1e-9));
    assertThat(found.score()).isCloseTo(score(language, best, penalty), within(1e-9));
  }

  @Property(tries = 200, seed = "1")
  void a_beam_of_one_takes_the_most_probable_token_of_each_step(@ForAll long seed) {
    Language language = drawn(seed);
    List<Integer> greedy = new ArrayList<>();
    while (greedy.size() < 5 && (greedy.isEmpty() || greedy.getLast() != END)) {
      greedy.add(LogProbabilities.top(language.after(greedy), 1)[0]);
    }

    List<Hypothesis<Integer>> found = search(language, settings(1, 5, 0, false));

    // The rest of the beam goes on behind an end that was put aside, and may not be better.
    assertThat(found.getFirst().logProbability())
        .isGreaterThanOrEqualTo(sum(language, greedy) - 1e-12);
  }

  @Property(tries = 200, seed = "1")
  void stopping_when_nothing_better_can_come_changes_nothing(
      @ForAll long seed, @ForAll @DoubleRange(min = 0, max = 2) double penalty) {
    Language language = drawn(seed);
    List<Hypothesis<Integer>> found = search(language, settings(2, 8, penalty, false));
    List<Hypothesis<Integer>> early = search(language, settings(2, 8, penalty, true));

    assertThat(found.getFirst().score()).isGreaterThanOrEqualTo(early.getFirst().score() - 1e-12);
    assertThat(found)
        .isSortedAccordingTo(
            Comparator.comparingDouble((Hypothesis<Integer> each) -> each.score()).reversed());
  }

  @Test
  void an_early_end_comes_as_soon_as_as_many_ended_as_there_are_beams() {
    Language language = prefix -> new double[] {Math.log(0.6), Math.log(0.4), -50, -50};
    BeamSearch<Integer> search = new BeamSearch<>(settings(1, 10, 1, true), (row, token) -> token);

    search.advance(List.of(BeamSearch.Row.of(language.after(List.of()), search.wanted())));

    assertThat(search.isDone()).isTrue();
    assertThat(search.hypotheses()).hasSize(1);
    assertThat(search.hypotheses().getFirst().tokens()).containsExactly(END);
    assertThat(search.hypotheses().getFirst().hasEnded()).isTrue();
  }

  @Test
  void a_larger_length_penalty_prefers_longer_texts() {
    Language language =
        prefix -> new double[] {Math.log(0.4), Math.log(0.59), Math.log(0.005), Math.log(0.005)};

    assertThat(search(language, settings(3, 6, 0, false)).getFirst().tokens()).hasSize(1);
    assertThat(search(language, settings(3, 6, 1, false)).getFirst().tokens()).hasSize(6);
  }

  private static BeamSearch.Settings settings(int width, int steps, double penalty, boolean early) {
    return new BeamSearch.Settings(width, steps, Set.of(END), penalty, early);
  }

  private static List<Hypothesis<Integer>> search(Language language, BeamSearch.Settings settings) {
    BeamSearch<Integer> search = new BeamSearch<>(settings, (row, token) -> token);
    List<List<Integer>> prefixes = List.of(List.of());
    while (!search.isDone()) {
      List<BeamSearch.Row> rows = new ArrayList<>();
      for (List<Integer> prefix : prefixes) {
        rows.add(BeamSearch.Row.of(language.after(prefix), search.wanted()));
      }
      search.advance(rows);
      List<List<Integer>> next = new ArrayList<>();
      for (int i = 0; i < search.parents().length; i++) {
        List<Integer> prefix = new ArrayList<>(prefixes.get(search.parents()[i]));
        prefix.add(search.tokens()[i]);
        next.add(prefix);
      }
      prefixes = next;
    }
    return search.hypotheses();
  }

  /** All texts are tried. */
  private static List<Integer> exhaustive(Language language, int steps, double penalty) {
    List<List<Integer>> done = new ArrayList<>();
    List<List<Integer>> open = List.of(List.of());
    for (int step = 0; step < steps; step++) {
      List<List<Integer>> grown = new ArrayList<>();
      for (List<Integer> prefix : open) {
        for (int token = 0; token < TOKENS; token++) {
          List<Integer> longer = new ArrayList<>(prefix);
          longer.add(token);
          (token == END ? done : grown).add(longer);
        }
      }
      open = grown;
    }
    done.addAll(open);
    return done.stream()
        .max(Comparator.comparingDouble(each -> score(language, each, penalty)))
        .orElseThrow();
  }

  private static double score(Language language, List<Integer> tokens, double penalty) {
    return sum(language, tokens) / Math.pow(tokens.size(), penalty);
  }

  private static double sum(Language language, List<Integer> tokens) {
    double sum = 0;
    for (int i = 0; i < tokens.size(); i++) {
      sum += language.after(tokens.subList(0, i))[tokens.get(i)];
    }
    return sum;
  }

  /** Every prefix has probabilities of its own. */
  private static Language drawn(long seed) {
    return prefix -> {
      SplitMix64 random = SplitMix64.of(seed, prefix.hashCode());
      double[] logits = new double[TOKENS];
      for (int id = 0; id < TOKENS; id++) {
        logits[id] = 4 * random.nextDouble();
      }
      LogProbabilities.normalise(logits);
      return logits;
    };
  }
}
