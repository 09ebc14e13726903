package io.salver.monitor;

import io.salver.monitor.drift.Cells;
import io.salver.monitor.drift.ChiSquared;
import io.salver.monitor.drift.DriftPolicy;
import io.salver.monitor.drift.DriftTest;
import io.salver.monitor.drift.JensenShannon;
import io.salver.monitor.drift.KolmogorovSmirnov;
import io.salver.monitor.drift.MeanDiscrepancy;
import io.salver.monitor.drift.Measure;
import io.salver.monitor.drift.PopulationStability;
import io.salver.monitor.drift.Wasserstein;
import io.salver.monitor.profile.CategoryProfile;
import io.salver.monitor.profile.NumericProfile;
import io.salver.monitor.quality.QualityCounts;
import io.salver.monitor.quality.QualityKind;
import io.salver.monitor.quality.QualityMeasure;
import io.salver.monitor.sketch.Distribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the tests say of one feature by itself. Immutable.
 *
 * @param drift of every test that applies; empty without a reference or without values
 * @param deciding the test that decides; absent without a reference
 * @param values that the deciding test needs: those that were there
 * @param quality of every kind that applies
 */
record FeatureMeasures(
    List<Measure> drift, Optional<DriftTest> deciding, long values, List<QualityMeasure> quality) {

  /** Compares the counts of a window, which are of that feature. */
  static FeatureMeasures of(WatchedFeature feature, FeatureCounts counts, DriftPolicy policy) {
    return switch (feature) {
      case WatchedFeature.Numbers numbers when counts instanceof NumberCounts window ->
          of(numbers, window, policy);
      case WatchedFeature.Categories categories when counts instanceof CategoryTally window ->
          of(categories, window, policy);
      case WatchedFeature.Vectors vectors when counts instanceof VectorCounts window ->
          of(vectors, window);
      case WatchedFeature.Unreferenced none -> ofUnreferenced(counts);
      case WatchedFeature.Numbers numbers -> throw mismatch(feature);
      case WatchedFeature.Categories categories -> throw mismatch(feature);
      case WatchedFeature.Vectors vectors -> throw mismatch(feature);
    };
  }

  private static FeatureMeasures of(
      WatchedFeature.Numbers feature, NumberCounts counts, DriftPolicy policy) {
    Distribution reference = feature.reference();
    Distribution window = counts.sketch().distribution();
    List<Measure> drift = new ArrayList<>();
    if (!window.isEmpty()) {
      Cells cells = feature.bins().cells(reference, window);
      drift.add(PopulationStability.measure(cells));
      drift.add(KolmogorovSmirnov.measure(reference, window));
      drift.add(JensenShannon.measure(cells));
      drift.add(Wasserstein.measure(reference, window));
    }
    NumericProfile profile = feature.profile();
    QualityCounts quality = counts.quality();
    boolean isConstant =
        reference.knots() > 1
            && window.count() > 1
            && counts.moments().min() == counts.moments().max();
    return new FeatureMeasures(
        drift,
        Optional.of(policy.numeric()),
        window.count(),
        List.of(
            measure(QualityKind.MISSING, quality, profile.missing(), profile.count()),
            // a new value beyond one of the extremes of n is as likely as 2 in n + 1
            measure(QualityKind.OUT_OF_RANGE, quality, 2, profile.present() + 1),
            measure(QualityKind.TYPE_ERROR, quality, 0, profile.count()),
            QualityMeasure.constant(isConstant ? 1 : 0, window.count(), reference.largestShare())));
  }

  private static FeatureMeasures of(
      WatchedFeature.Categories feature, CategoryTally tally, DriftPolicy policy) {
    CategoryProfile profile = feature.profile();
    long[] reference = referenceCounts(profile);
    long[] window = windowCounts(tally);
    long values = Arrays.stream(window).sum();
    List<Measure> drift = new ArrayList<>();
    if (values > 0) {
      Cells cells = Cells.ofCounts(reference, window);
      drift.add(PopulationStability.measure(cells));
      drift.add(JensenShannon.measure(cells));
      drift.add(ChiSquared.measure(cells));
    }
    // a category that was never seen is as likely as one that was seen once (Good, 1953)
    long once = profile.counts().values().stream().filter(count -> count == 1).count();
    boolean isConstant =
        reference.length > 2
            && values > 1
            && tally.counts().other() == 0
            && Arrays.stream(window).anyMatch(count -> count == values);
    double largest = (double) Arrays.stream(reference).max().orElse(0) / profile.present();
    QualityCounts quality = tally.quality();
    return new FeatureMeasures(
        drift,
        Optional.of(policy.category()),
        values,
        List.of(
            measure(QualityKind.MISSING, quality, profile.missing(), profile.count()),
            measure(QualityKind.NEW_CATEGORY, quality, profile.unlisted() + once, profile.count()),
            measure(QualityKind.TYPE_ERROR, quality, 0, profile.count()),
            QualityMeasure.constant(isConstant ? 1 : 0, values, largest)));
  }

  private static FeatureMeasures of(WatchedFeature.Vectors feature, VectorCounts counts) {
    List<Measure> drift =
        counts.count() == 0
            ? List.of()
            : List.of(MeanDiscrepancy.measure(feature.profile(), counts.sum(), counts.count()));
    return new FeatureMeasures(
        drift,
        Optional.of(DriftTest.MAXIMUM_MEAN_DISCREPANCY),
        counts.count(),
        List.of(measure(QualityKind.TYPE_ERROR, counts.quality(), 0, feature.profile().count())));
  }

  private static FeatureMeasures ofUnreferenced(FeatureCounts counts) {
    QualityCounts quality = counts.quality();
    return new FeatureMeasures(
        List.of(),
        Optional.empty(),
        quality.total(),
        List.of(
            measure(QualityKind.MISSING, quality, 0, 0),
            measure(QualityKind.TYPE_ERROR, quality, 0, 0)));
  }

  /** The listed categories, then all others. */
  static long[] referenceCounts(CategoryProfile profile) {
    long[] counts = new long[profile.counts().size() + 1];
    int place = 0;
    for (long count : profile.counts().values()) {
      counts[place++] = count;
    }
    counts[place] = profile.unlisted();
    return counts;
  }

  /** The listed categories, then all others. */
  static long[] windowCounts(CategoryTally tally) {
    long[] listed = tally.counts().counts();
    long[] counts = Arrays.copyOf(listed, listed.length + 1);
    counts[listed.length] = tally.counts().other();
    return counts;
  }

  private static QualityMeasure measure(
      QualityKind kind, QualityCounts quality, long referenceCount, long referenceTotal) {
    return QualityMeasure.of(
        kind, quality.count(kind), quality.total(), referenceCount, referenceTotal);
  }

  private static IllegalStateException mismatch(WatchedFeature feature) {
    return new IllegalStateException("counts of another type for " + feature.key());
  }
}
