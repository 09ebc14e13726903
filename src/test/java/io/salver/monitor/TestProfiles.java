package io.salver.monitor;

import io.salver.monitor.drift.SurvivalFunctions;
import io.salver.monitor.profile.CategoryProfile;
import io.salver.monitor.profile.FeatureProfile;
import io.salver.monitor.profile.NumericProfile;
import io.salver.monitor.profile.Profile;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Profiles of known laws. */
public final class TestProfiles {

  private static final int COUNT = 50_000;

  private TestProfiles() {}

  /** Of standard normals. */
  public static NumericProfile normal(SplittableRandom random) {
    double[] values = new double[COUNT];
    Arrays.setAll(values, i -> random.nextGaussian());
    return of(values, 0);
  }

  /** Of values and so many missing ones. */
  public static NumericProfile of(double[] values, long missing) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double[] quantiles = new double[101];
    for (int i = 0; i <= 100; i++) {
      double place = (sorted.length - 1) * i / 100.0;
      int low = (int) place;
      int high = Math.min(sorted.length - 1, low + 1);
      quantiles[i] = sorted[low] + (place - low) * (sorted[high] - sorted[low]);
    }
    return new NumericProfile(
        values.length + missing, missing, sorted[0], sorted[sorted.length - 1], quantiles);
  }

  /** Of categories with these counts. */
  public static CategoryProfile categories(Map<String, Long> counts) {
    long count = counts.values().stream().mapToLong(Long::longValue).sum();
    return new CategoryProfile(count, 0, counts);
  }

  /** A number {@code x}, a category {@code c} and a predicted {@code score}. */
  public static Profile small() {
    SplittableRandom random = new SplittableRandom(11);
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("red", 25_000L);
    counts.put("green", 15_000L);
    counts.put("blue", 10_000L);
    Map<String, FeatureProfile> features = new LinkedHashMap<>();
    features.put("x", normal(random));
    features.put("c", categories(counts));
    double[] scores = new double[COUNT];
    Arrays.setAll(scores, i -> random.nextDouble());
    return new Profile(features, Map.of("score", of(scores, 0)), Map.of());
  }

  /** The shift of a normal distribution whose population stability index is so much. */
  public static double shift(double index) {
    return Math.sqrt(index);
  }

  /** The distance of Kolmogorov and Smirnov of a normal distribution from its shifted copy. */
  public static double distance(double shift) {
    return 1 - 2 * SurvivalFunctions.normal(shift / 2);
  }
}
