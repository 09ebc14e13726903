package io.salver.monitor.drift;

import java.util.Arrays;
import java.util.Optional;

/** The tests of one distribution against another. */
public enum DriftTest {
  /** The population stability index over the reference's tenths or the categories. */
  POPULATION_STABILITY("psi"),
  /** The greatest distance between the cumulative distributions (Kolmogorov, Smirnov). */
  KOLMOGOROV_SMIRNOV("ks"),
  /** The square root of the Jensen-Shannon divergence to base 2, from 0 to 1. */
  JENSEN_SHANNON("js"),
  /** The area between the cumulative distributions (the earth mover's distance). */
  WASSERSTEIN("wasserstein"),
  /** Pearson's chi-squared of the categories' counts. */
  CHI_SQUARED("chi2"),
  /** The maximum mean discrepancy of embeddings, squared. */
  MAXIMUM_MEAN_DISCREPANCY("mmd");

  private final String label;

  DriftTest(String label) {
    this.label = label;
  }

  /** Its name in settings, metrics and answers. */
  public String label() {
    return label;
  }

  /** The test of that name. */
  public static Optional<DriftTest> of(String label) {
    return Arrays.stream(values()).filter(test -> test.label.equals(label)).findFirst();
  }
}
