package io.salver.task.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.salver.task.tabular.Sampling.Contributions;
import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Explanations of functions whose Shapley values are known by enumeration. */
final class SamplingTest {

  @Property(tries = 100, seed = "1")
  void shapley_values_sum_to_what_they_explain(
      @ForAll @IntRange(min = 1, max = 12) int features,
      @ForAll @IntRange(min = 1, max = 9) int backgrounds,
      @ForAll @IntRange(min = 1, max = 300) int budget,
      @ForAll long seed) {
    Case drawn = new Case(features, backgrounds, seed);
    int enough = Math.max(budget, ShapleySampling.least(features));
    Sampling sampling = new ShapleySampling(features, backgrounds, enough, seed);

    Contributions found = drawn.explain(sampling);

    double baseline = Arrays.stream(drawn.backgroundValues()).average().orElseThrow();
    assertThat(sampling.size()).isLessThanOrEqualTo(enough);
    assertThat(Arrays.stream(found.values()).sum())
        .isCloseTo(drawn.value(drawn.row) - baseline, within(1e-9));
  }

  @Property(tries = 20, seed = "1")
  void shapley_values_come_to_those_by_enumeration(
      @ForAll @IntRange(min = 2, max = 7) int features,
      @ForAll @IntRange(min = 1, max = 4) int backgrounds,
      @ForAll long seed) {
    Case drawn = new Case(features, backgrounds, seed);

    Contributions found = drawn.explain(new ShapleySampling(features, backgrounds, 40_000, seed));

    double[] exact = drawn.exact();
    for (int i = 0; i < features; i++) {
      double bound = 6 * found.errors()[i] + 1e-9;
      assertThat(found.values()[i]).isCloseTo(exact[i], within(bound));
    }
  }

  @Property(tries = 50, seed = "1")
  void the_same_seed_gives_the_same_explanation(
      @ForAll @IntRange(min = 2, max = 9) int features, @ForAll long seed) {
    Case drawn = new Case(features, 3, 1);
    assertThat(drawn.explain(new ShapleySampling(features, 3, 200, seed)).values())
        .containsExactly(drawn.explain(new ShapleySampling(features, 3, 200, seed)).values());
  }

  @Property(tries = 50, seed = "1")
  void exchanging_a_feature_against_all_background_rows_is_exact(
      @ForAll @IntRange(min = 1, max = 9) int features,
      @ForAll @IntRange(min = 1, max = 9) int backgrounds,
      @ForAll long seed) {
    Case drawn = new Case(features, backgrounds, seed);
    Contributions found =
        drawn.explain(new PermutationSampling(features, backgrounds, 1_000, seed));
    for (int i = 0; i < features; i++) {
      double mean = 0;
      for (double[] other : drawn.background) {
        double[] mixed = drawn.row.clone();
        mixed[i] = other[i];
        mean += drawn.value(mixed) / backgrounds;
      }
      assertThat(found.values()[i]).isCloseTo(drawn.value(drawn.row) - mean, within(1e-9));
      assertThat(found.errors()[i]).isZero();
    }
  }

  /** A function with interactions, a row and background rows. */
  private static final class Case {

    private final double[] row;
    private final double[][] background;
    private final ToDoubleFunction<double[]> function;

    Case(int features, int backgrounds, long seed) {
      Random random = new Random(seed);
      this.row = random.doubles(features, -1, 1).toArray();
      this.background = new double[backgrounds][];
      Arrays.setAll(background, _ -> random.doubles(features, -1, 1).toArray());
      double[] weights = random.doubles((long) features * features, -1, 1).toArray();
      this.function =
          x -> {
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
              sum += weights[i] * x[i / features] * x[i % features];
            }
            return Math.tanh(sum) + x[0];
          };
    }

    double value(double[] x) {
      return function.applyAsDouble(x);
    }

    double[] backgroundValues() {
      return Arrays.stream(background).mapToDouble(this::value).toArray();
    }

    Contributions explain(Sampling sampling) {
      double[] values = new double[sampling.size()];
      for (int run = 0; run < values.length; run++) {
        double[] mixed = background[sampling.background(run)].clone();
        for (int feature = 0; feature < mixed.length; feature++) {
          mixed[feature] = sampling.isOwn(run, feature) ? row[feature] : mixed[feature];
        }
        values[run] = value(mixed);
      }
      return sampling.contributions(values, value(row), backgroundValues());
    }

    /** By the definition: over all coalitions and background rows. */
    double[] exact() {
      int features = row.length;
      double[] worth = new double[1 << features];
      for (int coalition = 0; coalition < worth.length; coalition++) {
        for (double[] other : background) {
          double[] mixed = other.clone();
          for (int i = 0; i < features; i++) {
            mixed[i] = (coalition >> i & 1) != 0 ? row[i] : mixed[i];
          }
          worth[coalition] += value(mixed) / background.length;
        }
      }
      double[] values = new double[features];
      for (int coalition = 0; coalition < worth.length; coalition++) {
        int size = Integer.bitCount(coalition);
        for (int i = 0; i < features; i++) {
          if ((coalition >> i & 1) == 0) {
            double weight = factorial(size) * factorial(features - size - 1) / factorial(features);
            values[i] += weight * (worth[coalition | 1 << i] - worth[coalition]);
          }
        }
      }
      return values;
    }

    private static double factorial(int n) {
      return n < 2 ? 1 : n * factorial(n - 1);
    }
  }
}
