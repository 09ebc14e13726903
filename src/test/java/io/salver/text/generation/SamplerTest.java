package io.salver.text.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SamplerTest {

  private static final int DRAWS = 20_000;
  private static final double[] LOGITS = logs(0.4, 0.3, 0.15, 0.1, 0.05);

  /** Upper 0.1 % points of the chi-square distribution, by degrees of freedom. */
  private static final double[] CHI_SQUARE = {0, 10.83, 13.82, 16.27, 18.47};

  @Test
  void tokens_come_as_often_as_their_probabilities_say() {
    requireDistribution(new Sampler(1, 0, 1), 0.4, 0.3, 0.15, 0.1, 0.05);
  }

  @Test
  void a_temperature_of_two_takes_the_square_roots_of_the_probabilities() {
    double sum = IntStream.range(0, 5).mapToDouble(i -> Math.exp(LOGITS[i] / 2)).sum();
    requireDistribution(
        new Sampler(2, 0, 1),
        IntStream.range(0, 5).mapToDouble(i -> Math.exp(LOGITS[i] / 2) / sum).toArray());
  }

  @Test
  void only_the_top_k_are_drawn_in_their_own_proportions() {
    requireDistribution(new Sampler(1, 3, 1), 0.4 / 0.85, 0.3 / 0.85, 0.15 / 0.85, 0, 0);
  }

  @Test
  void the_nucleus_has_the_fewest_tokens_that_reach_the_sum() {
    requireDistribution(new Sampler(1, 0, 0.75), 0.4 / 0.85, 0.3 / 0.85, 0.15 / 0.85, 0, 0);
    requireDistribution(new Sampler(1, 0, 0.7 - 1e-9), 0.4 / 0.7, 0.3 / 0.7, 0, 0, 0);
    requireDistribution(new Sampler(1, 0, 1e-9), 1, 0, 0, 0, 0);
  }

  @Test
  void the_nucleus_is_taken_of_what_top_k_left() {
    requireDistribution(new Sampler(1, 2, 0.5), 1, 0, 0, 0, 0);
    requireDistribution(new Sampler(1, 2, 0.6), 0.4 / 0.7, 0.3 / 0.7, 0, 0, 0);
  }

  @Test
  void temperature_is_applied_before_the_nucleus_is_taken() {
    requireDistribution(new Sampler(0.01, 0, 0.999), 1, 0, 0, 0, 0);
  }

  @Test
  void a_temperature_of_zero_takes_the_largest_and_the_lower_of_two_equals() {
    Sampler greedy = new Sampler(0, 0, 1);

    assertThat(greedy.isGreedy()).isTrue();
    assertThat(greedy.draw(new double[] {1, 3, 3, 2}, SplitMix64.of(1, 0))).isEqualTo(1);
  }

  @Test
  void an_impossible_token_is_never_drawn() {
    double[] logits = {Double.NEGATIVE_INFINITY, 0, Double.NEGATIVE_INFINITY};
    SplitMix64 random = SplitMix64.of(3, 0);

    for (int i = 0; i < 1000; i++) {
      assertThat(new Sampler(1, 0, 1).draw(logits, random)).isEqualTo(1);
      assertThat(new Sampler(5, 3, 1).draw(logits, random)).isEqualTo(1);
    }
  }

  @Test
  void negative_logits_are_ordered_like_positive_ones() {
    SplitMix64 random = SplitMix64.of(3, 0);

    for (int i = 0; i < 100; i++) {
      assertThat(new Sampler(1, 2, 1).draw(new double[] {-900, -5, 4, -1000}, random)).isIn(1, 2);
    }
  }

  @Test
  void settings_that_mean_nothing_are_refused() {
    assertThatThrownBy(() -> new Sampler(-1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Sampler(1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Sampler(Double.NaN, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_seed_means_the_same_bits_for_ever_and_each_sequence_has_its_own() {
    SplitMix64 random = SplitMix64.of(42, 0);

    assertThat(random.nextLong()).isEqualTo(816363384554698877L);
    assertThat(random.nextDouble()).isEqualTo(0.48048679232162417);
    assertThat(SplitMix64.of(42, 1).nextLong()).isNotEqualTo(816363384554698877L);
  }

  private static void requireDistribution(Sampler sampler, double... probabilities) {
    SplitMix64 random = SplitMix64.of(7, 0);
    int[] counts = new int[probabilities.length];
    for (int i = 0; i < DRAWS; i++) {
      counts[sampler.draw(LOGITS.clone(), random)]++;
    }
    double chiSquare = 0;
    int freedom = -1;
    for (int id = 0; id < counts.length; id++) {
      double expected = probabilities[id] * DRAWS;
      if (expected == 0) {
        assertThat(counts[id]).as("draws of token %d", id).isZero();
      } else {
        chiSquare += (counts[id] - expected) * (counts[id] - expected) / expected;
        freedom++;
      }
    }
    assertThat(chiSquare).isLessThanOrEqualTo(CHI_SQUARE[freedom]);
  }

  private static double[] logs(double... probabilities) {
    return IntStream.range(0, probabilities.length)
        .mapToDouble(i -> Math.log(probabilities[i]))
        .toArray();
  }
}
