package io.salver.task.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class NonMaximumSuppressionTest {

  private static final int ALL = 1000;

  @Property(seed = "1")
  void keeps_what_the_definition_keeps(
      @ForAll("candidates") List<Candidate> candidates,
      @ForAll @DoubleRange(min = 0, max = 1) double threshold,
      @ForAll @IntRange(min = 1, max = 30) int most,
      @ForAll boolean isClassAgnostic) {
    List<Candidate> sorted = candidates.stream().sorted(Candidate.BEST_FIRST).toList();
    assertThat(NonMaximumSuppression.keep(sorted, threshold, most, isClassAgnostic))
        .isEqualTo(naive(candidates, threshold, most, isClassAgnostic));
  }

  @Test
  void boxes_of_different_classes_stay_unless_it_is_agnostic() {
    List<Candidate> same = List.of(box(0, 1, 0.9f), box(1, 2, 0.8f));
    assertThat(NonMaximumSuppression.keep(same, 0.5, ALL, false)).hasSize(2);
    assertThat(NonMaximumSuppression.keep(same, 0.5, ALL, true)).containsExactly(box(0, 1, 0.9f));
  }

  @Test
  void of_equal_scores_the_first_stays() {
    List<Candidate> equal = new ArrayList<>(List.of(box(3, 1, 0.5f), box(1, 1, 0.5f)));
    equal.sort(Candidate.BEST_FIRST);
    assertThat(NonMaximumSuppression.keep(equal, 0.5, ALL, false)).containsExactly(box(1, 1, 0.5f));
  }

  @Provide
  Arbitrary<List<Candidate>> candidates() {
    Arbitrary<Float> place = Arbitraries.integers().between(0, 12).map(Integer::floatValue);
    Arbitrary<Float> length = Arbitraries.integers().between(0, 6).map(Integer::floatValue);
    Arbitrary<Float> score = Arbitraries.integers().between(1, 8).map(each -> each / 8f);
    return Combinators.combine(
            Arbitraries.integers().between(0, 2), score, place, place, length, length)
        .as((label, sure, x, y, w, h) -> new Candidate(0, label, sure, x, y, x + w, y + h))
        .list()
        .ofMaxSize(40)
        .map(NonMaximumSuppressionTest::numbered);
  }

  private static List<Candidate> numbered(List<Candidate> candidates) {
    List<Candidate> numbered = new ArrayList<>();
    for (Candidate c : candidates) {
      numbered.add(
          new Candidate(
              numbered.size(), c.label(), c.score(), c.left(), c.top(), c.right(), c.bottom()));
    }
    return numbered;
  }

  /** Takes the best of what is left, and strikes out what overlaps it, until nothing is left. */
  private static List<Candidate> naive(
      List<Candidate> candidates, double threshold, int most, boolean isClassAgnostic) {
    List<Candidate> left = new ArrayList<>(candidates);
    left.removeIf(each -> each.right() <= each.left() || each.bottom() <= each.top());
    List<Candidate> kept = new ArrayList<>();
    while (!left.isEmpty() && kept.size() < most) {
      Candidate best = left.getFirst();
      for (Candidate each : left) {
        if (each.score() > best.score()) {
          best = each;
        }
      }
      Candidate taken = best;
      kept.add(taken);
      left.remove(taken);
      left.removeIf(
          each ->
              (isClassAgnostic || each.label() == taken.label())
                  && intersectionOverUnion(each, taken) > threshold);
    }
    return kept;
  }

  private static double intersectionOverUnion(Candidate a, Candidate b) {
    int shared = 0;
    int any = 0;
    for (int x = 0; x < 20; x++) {
      for (int y = 0; y < 20; y++) {
        boolean inA = isIn(a, x, y);
        boolean inB = isIn(b, x, y);
        shared += inA && inB ? 1 : 0;
        any += inA || inB ? 1 : 0;
      }
    }
    return (double) shared / any;
  }

  private static boolean isIn(Candidate box, int x, int y) {
    return x >= box.left() && x < box.right() && y >= box.top() && y < box.bottom();
  }

  private static Candidate box(int index, int label, float score) {
    return new Candidate(index, label, score, 1, 1, 5, 5);
  }
}
