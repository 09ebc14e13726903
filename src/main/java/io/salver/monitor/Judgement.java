package io.salver.monitor;

import io.salver.monitor.drift.AdjustedPValues;
import io.salver.monitor.drift.DriftPolicy;
import io.salver.monitor.drift.DriftTest;
import io.salver.monitor.drift.Measure;
import io.salver.monitor.drift.TestResult;
import io.salver.monitor.quality.QualityKind;
import io.salver.monitor.quality.QualityMeasure;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Judges what the tests say of all features of one window: corrects p-values for the number of
 * features, and compares with the level and the thresholds. Features with too few values are told,
 * and are no part of the correction. A pure function. Immutable.
 */
final class Judgement {

  /** Whether all values are one is 1 or 0. */
  private static final double CONSTANT = 0.5;

  private final MonitorSettings settings;
  private final DriftPolicy policy;

  Judgement(MonitorSettings settings) {
    this.settings = settings;
    this.policy = settings.drift();
  }

  /** What is said of a feature. */
  record Finding(
      WatchedFeature feature,
      FeatureCounts counts,
      FeatureMeasures measures,
      List<TestResult> tests,
      List<JudgedQuality> quality) {

    /** The result of the test that decides; absent without a reference or without values. */
    Optional<TestResult> deciding() {
      return tests.stream()
          .filter(result -> measures.deciding().filter(test -> test == result.test()).isPresent())
          .findFirst();
    }
  }

  /** A measure of quality that was compared. */
  record JudgedQuality(
      QualityMeasure measure, OptionalDouble adjusted, double threshold, boolean exceeded) {}

  /** The findings of every feature, in the order of the slots. */
  List<Finding> of(FeatureSet features, Counts window) {
    List<Finding> measured = new ArrayList<>();
    for (int slot = 0; slot < features.size(); slot++) {
      WatchedFeature feature = features.feature(slot);
      FeatureCounts counts = window.at(slot);
      FeatureMeasures measures = FeatureMeasures.of(feature, counts, policy);
      measured.add(new Finding(feature, counts, measures, List.of(), List.of()));
    }
    return judge(measured);
  }

  private List<Finding> judge(List<Finding> measured) {
    Map<DriftTest, Adjustment> tests = new EnumMap<>(DriftTest.class);
    Map<QualityKind, Adjustment> kinds = new EnumMap<>(QualityKind.class);
    for (Finding finding : measured) {
      for (Measure measure : finding.measures().drift()) {
        if (isEnough(measure.windowSize()) && measure.pValue().isPresent()) {
          adjustment(tests, measure.test()).add(measure.pValue().getAsDouble());
        }
      }
      for (QualityMeasure measure : finding.measures().quality()) {
        if (isEnough(finding, measure)) {
          adjustment(kinds, measure.kind()).add(measure.pValue());
        }
      }
    }
    return measured.stream().map(finding -> judge(finding, tests, kinds)).toList();
  }

  private Finding judge(
      Finding finding, Map<DriftTest, Adjustment> tests, Map<QualityKind, Adjustment> kinds) {
    String name = finding.feature().key().name();
    List<TestResult> results =
        finding.measures().drift().stream()
            .map(
                measure ->
                    judge(
                        measure,
                        threshold(name, measure.test(), finding.measures()),
                        adjustment(tests, measure.test())))
            .toList();
    List<JudgedQuality> quality =
        finding.measures().quality().stream()
            .map(measure -> judge(finding, measure, adjustment(kinds, measure.kind())))
            .toList();
    return new Finding(finding.feature(), finding.counts(), finding.measures(), results, quality);
  }

  private TestResult judge(Measure measure, double threshold, Adjustment family) {
    boolean isEnough = isEnough(measure.windowSize());
    OptionalDouble adjusted =
        isEnough && measure.pValue().isPresent()
            ? OptionalDouble.of(family.next())
            : OptionalDouble.empty();
    boolean isNoChance = adjusted.isPresent() ? adjusted.getAsDouble() <= policy.level() : isEnough;
    return new TestResult(
        measure.test(),
        measure.statistic(),
        measure.effect(),
        measure.pValue(),
        adjusted,
        threshold,
        measure.referenceSize(),
        measure.windowSize(),
        isNoChance && measure.effect() >= threshold);
  }

  private JudgedQuality judge(Finding finding, QualityMeasure measure, Adjustment family) {
    double threshold = measure.kind() == QualityKind.CONSTANT ? CONSTANT : policy.qualityIncrease();
    if (!isEnough(finding, measure)) {
      return new JudgedQuality(measure, OptionalDouble.empty(), threshold, false);
    }
    double adjusted = family.next();
    boolean exceeded =
        adjusted <= policy.level() && measure.ratio() - measure.expected() >= threshold;
    return new JudgedQuality(measure, OptionalDouble.of(adjusted), threshold, exceeded);
  }

  private double threshold(String feature, DriftTest test, FeatureMeasures measures) {
    boolean isDeciding = measures.deciding().filter(deciding -> deciding == test).isPresent();
    return isDeciding
        ? settings.feature(feature).threshold().orElse(policy.threshold(test))
        : policy.threshold(test);
  }

  private boolean isEnough(Finding finding, QualityMeasure measure) {
    boolean isOfPresent = measure.kind() == QualityKind.CONSTANT;
    return finding.measures().deciding().isPresent()
        && isEnough(isOfPresent ? finding.measures().values() : measure.total());
  }

  private boolean isEnough(long values) {
    return values >= policy.leastSamples();
  }

  private <K extends Enum<K>> Adjustment adjustment(Map<K, Adjustment> families, K key) {
    return families.computeIfAbsent(key, each -> new Adjustment(policy));
  }

  /** The p-values of one test over the features, taken in the order in which they were put in. */
  private static final class Adjustment {

    private final DriftPolicy policy;
    private final List<Double> pValues = new ArrayList<>();
    private double[] adjusted = {};
    private int taken;

    Adjustment(DriftPolicy policy) {
      this.policy = policy;
    }

    void add(double pValue) {
      pValues.add(pValue);
    }

    double next() {
      if (taken == 0) {
        double[] raw = pValues.stream().mapToDouble(Double::doubleValue).toArray();
        adjusted = AdjustedPValues.of(raw, policy.correction());
      }
      return adjusted[taken++];
    }
  }
}
