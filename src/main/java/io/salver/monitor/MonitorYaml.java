package io.salver.monitor;

import io.salver.fault.BackendFailure;
import io.salver.monitor.MonitorSettings.FeatureSettings;
import io.salver.monitor.drift.Correction;
import io.salver.monitor.drift.DriftPolicy;
import io.salver.monitor.drift.DriftTest;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads {@code monitor} in {@code model.yaml}, all of whose keys may be absent:
 *
 * <pre>
 *   monitor:
 *     enabled: true
 *     profile: profile.json      # read by whoever reads profiles
 *     sample: 1.0                # share of runs
 *     window: 15m
 *     panes: 5
 *     kind: sliding              # or tumbling
 *     level: 0.01
 *     correction: holm           # or benjamini-hochberg, none
 *     persistence: 3             # disjoint windows in a row
 *     least-samples: 200
 *     tests: {number: psi, category: psi}
 *     thresholds: {psi: 0.08, ks: 0.11, js: 0.12, wasserstein: 0.28, chi2: 0.28, mmd: 0.02}
 *     quality-increase: 0.05
 *     most-features: 200
 *     features: {NAME: {watch: true, threshold: 0.2}}
 * </pre>
 */
public final class MonitorYaml {

  private static final Set<String> KEYS =
      Set.of(
          "enabled",
          "profile",
          "sample",
          "window",
          "panes",
          "kind",
          "level",
          "correction",
          "persistence",
          "least-samples",
          "tests",
          "thresholds",
          "quality-increase",
          "most-features",
          "features");
  private static final Set<String> FEATURE_KEYS = Set.of("watch", "threshold");
  private static final List<DriftTest> OF_NUMBERS =
      List.of(
          DriftTest.POPULATION_STABILITY,
          DriftTest.KOLMOGOROV_SMIRNOV,
          DriftTest.JENSEN_SHANNON,
          DriftTest.WASSERSTEIN);
  private static final List<DriftTest> OF_CATEGORIES =
      List.of(DriftTest.POPULATION_STABILITY, DriftTest.JENSEN_SHANNON, DriftTest.CHI_SQUARED);
  private static final int MOST_FEATURES = 10_000;
  private static final int MOST_WINDOWS = 100;

  private MonitorYaml() {}

  /**
   * The settings of a model.
   *
   * @param monitor what stands there, as plain values
   * @param others keys of it that somebody else reads
   * @throws BackendFailure that names the key that is wrong
   */
  public static MonitorSettings read(Map<String, Object> monitor, Set<String> others) {
    Set<String> known = new HashSet<>(KEYS);
    known.addAll(others);
    Section section = Section.of(Origin.MODEL_YAML, "monitor", monitor, known);
    MonitorSettings defaults = MonitorSettings.DEFAULT;
    return new MonitorSettings(
        section.flag("enabled", defaults.isEnabled()),
        section.number("sample", 0, 1, defaults.sample()),
        window(section),
        policy(section),
        section.integer("most-features", 1, MOST_FEATURES, defaults.mostFeatures()),
        features(section));
  }

  private static WindowSettings window(Section section) {
    WindowSettings defaults = WindowSettings.DEFAULT;
    return new WindowSettings(
        section.duration("window", WindowSettings.SHORTEST, defaults.length()),
        section.integer("panes", 1, WindowSettings.MOST_PANES, defaults.panes()),
        section.choice("kind", WindowSettings.Kind.class, defaults.kind()));
  }

  private static DriftPolicy policy(Section section) {
    DriftPolicy defaults = DriftPolicy.DEFAULT;
    Section tests = section.section("tests", Set.of("number", "category"));
    return new DriftPolicy(
        section.number("level", 0, 1, defaults.level()),
        section.choice("correction", Correction.class, defaults.correction()),
        section.integer("persistence", 1, MOST_WINDOWS, defaults.windows()),
        section.integer("least-samples", 2, Integer.MAX_VALUE, defaults.leastSamples()),
        thresholds(section),
        test(tests, "number", OF_NUMBERS, defaults.numeric()),
        test(tests, "category", OF_CATEGORIES, defaults.category()),
        section.number("quality-increase", 0, 1, defaults.qualityIncrease()));
  }

  private static Map<DriftTest, Double> thresholds(Section section) {
    Set<String> labels =
        Arrays.stream(DriftTest.values()).map(DriftTest::label).collect(Collectors.toSet());
    Section written = section.section("thresholds", labels);
    Map<DriftTest, Double> thresholds = new EnumMap<>(DriftTest.class);
    for (DriftTest test : DriftTest.values()) {
      written
          .number(test.label(), 0, Double.MAX_VALUE)
          .ifPresent(threshold -> thresholds.put(test, threshold));
    }
    return thresholds;
  }

  private static DriftTest test(
      Section tests, String key, List<DriftTest> possible, DriftTest otherwise) {
    return tests
        .text(key)
        .map(
            label ->
                possible.stream()
                    .filter(test -> test.label().equals(label))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            tests.wrong(
                                key,
                                "one of "
                                    + possible.stream()
                                        .map(DriftTest::label)
                                        .collect(Collectors.joining(", ")))))
        .orElse(otherwise);
  }

  private static Map<String, FeatureSettings> features(Section section) {
    Map<String, FeatureSettings> features = new HashMap<>();
    section
        .sections("features", FEATURE_KEYS)
        .forEach(
            (name, feature) ->
                features.put(
                    name,
                    new FeatureSettings(
                        feature.flag("watch", true),
                        feature.number("threshold", 0, Double.MAX_VALUE))));
    return features;
  }
}
