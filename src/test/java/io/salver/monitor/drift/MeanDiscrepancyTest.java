package io.salver.monitor.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.monitor.profile.EmbeddingProfile;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class MeanDiscrepancyTest {

  private static final JsonNode CASE = Cases.of("embeddings");
  private static final EmbeddingProfile PROFILE = profile(CASE.path("profile"));

  @Test
  void features_and_discrepancies_are_those_of_the_recipe() {
    for (JsonNode window : CASE.path("windows")) {
      Measure measure = measure(window);
      assertThat(measure.statistic()).isCloseTo(window.path("distance").asDouble(), within(1e-5));
      assertThat(measure.statistic())
          .as("the kernel's own, which the features approximate")
          .isCloseTo(window.path("kernel").asDouble(), within(0.02));
    }
  }

  @Test
  void only_a_shift_is_no_chance() {
    assertThat(measure(CASE.at("/windows/0")).pValue().orElseThrow()).isGreaterThan(0.01);
    assertThat(measure(CASE.at("/windows/2")).pValue().orElseThrow()).isLessThan(1e-6);
    assertThat(measure(CASE.at("/windows/2")).effect()).isGreaterThan(0.05);
  }

  @Test
  void without_a_shift_p_values_are_uniform() {
    SplittableRandom random = new SplittableRandom(3);
    int dimension = 8;
    FourierFeatures features = new FourierFeatures(dimension, 64, 4, 1);
    EmbeddingProfile reference = fit(features, vectors(random, 4_000, dimension, 0), 4);
    int trials = 1_000;
    int below5 = 0;
    int below1 = 0;
    for (int trial = 0; trial < trials; trial++) {
      double p = measure(features, reference, vectors(random, 100, dimension, 0));
      below5 += p < 0.05 ? 1 : 0;
      below1 += p < 0.01 ? 1 : 0;
    }
    assertThat(below5).isBetween(30, 75);
    assertThat(below1).isBetween(3, 22);
  }

  @Test
  void a_small_shift_of_a_large_window_is_found_and_does_not_matter() {
    SplittableRandom random = new SplittableRandom(4);
    FourierFeatures features = new FourierFeatures(8, 64, 4, 1);
    EmbeddingProfile reference = fit(features, vectors(random, 4_000, 8, 0), 4);
    double[] sum = sum(features, vectors(random, 20_000, 8, 0.1f));
    Measure measure = MeanDiscrepancy.measure(reference, sum, 20_000);
    assertThat(measure.pValue().orElseThrow()).isLessThan(1e-4);
    assertThat(measure.effect())
        .isLessThan(DriftPolicy.DEFAULT.threshold(DriftTest.MAXIMUM_MEAN_DISCREPANCY));
  }

  private static double measure(
      FourierFeatures features, EmbeddingProfile reference, float[][] window) {
    return MeanDiscrepancy.measure(reference, sum(features, window), window.length)
        .pValue()
        .orElseThrow();
  }

  private static Measure measure(JsonNode window) {
    FourierFeatures features = new FourierFeatures(PROFILE);
    double[] sum = new double[features.size()];
    int count = 0;
    for (JsonNode vector : window.path("vectors")) {
      double[] components = Cases.doubles(vector);
      float[] floats = new float[components.length];
      for (int d = 0; d < floats.length; d++) {
        floats[d] = (float) components[d];
      }
      features.addTo(sum, floats);
      count++;
    }
    return MeanDiscrepancy.measure(PROFILE, sum, count);
  }

  private static EmbeddingProfile profile(JsonNode node) {
    return new EmbeddingProfile(
        node.path("count").asLong(),
        node.path("dimension").asInt(),
        node.path("bandwidth").asDouble(),
        node.path("seed").asLong(),
        Cases.doubles(node.path("means")),
        node.path("trace").asDouble(),
        node.path("squaredTrace").asDouble());
  }

  /** A profile as the recipe makes it. */
  private static EmbeddingProfile fit(
      FourierFeatures features, float[][] vectors, double bandwidth) {
    int size = features.size();
    double[] means = sum(features, vectors);
    for (int i = 0; i < size; i++) {
      means[i] /= vectors.length;
    }
    double[][] covariance = new double[size][size];
    for (float[] vector : vectors) {
      double[] mapped = new double[size];
      features.addTo(mapped, vector);
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          covariance[i][j] += (mapped[i] - means[i]) * (mapped[j] - means[j]) / vectors.length;
        }
      }
    }
    double trace = 0;
    double squared = 0;
    for (int i = 0; i < size; i++) {
      trace += covariance[i][i];
      for (int j = 0; j < size; j++) {
        squared += covariance[i][j] * covariance[i][j];
      }
    }
    return new EmbeddingProfile(
        vectors.length, features.dimension(), bandwidth, 1, means, trace, squared);
  }

  private static double[] sum(FourierFeatures features, float[][] vectors) {
    double[] sum = new double[features.size()];
    for (float[] vector : vectors) {
      features.addTo(sum, vector);
    }
    return sum;
  }

  private static float[][] vectors(SplittableRandom random, int count, int dimension, float shift) {
    float[][] vectors = new float[count][dimension];
    for (float[] vector : vectors) {
      for (int d = 0; d < dimension; d++) {
        vector[d] = (float) random.nextGaussian();
      }
      vector[0] += shift;
    }
    return vectors;
  }
}
