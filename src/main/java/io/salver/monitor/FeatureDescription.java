package io.salver.monitor;

import io.salver.monitor.FeatureReport.Bin;
import io.salver.monitor.drift.Cells;
import io.salver.monitor.drift.NumericBins;
import io.salver.monitor.sketch.Distribution;
import io.salver.monitor.sketch.ItemSketch;
import io.salver.monitor.sketch.Moments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a feature looks like in a window. Immutable.
 *
 * @param numbers absent for others, and while there are none
 * @param bins see {@link FeatureReport#bins}
 */
record FeatureDescription(Optional<NumberSummary> numbers, List<Bin> bins) {

  /** Most categories that are told one by one, of those known and of the new ones each. */
  private static final int MOST_CATEGORIES = 50;

  private static final int PERCENT = 100;

  /** Describes the counts of a window, which are of that feature. */
  static FeatureDescription of(WatchedFeature feature, FeatureCounts counts) {
    return switch (counts) {
      case NumberCounts numbers -> ofNumbers(feature, numbers);
      case CategoryTally categories ->
          new FeatureDescription(Optional.empty(), categories(feature, categories));
      case VectorCounts vectors -> new FeatureDescription(Optional.empty(), List.of());
    };
  }

  private static FeatureDescription ofNumbers(WatchedFeature feature, NumberCounts counts) {
    Distribution window = counts.sketch().distribution();
    boolean isCompared = feature instanceof WatchedFeature.Numbers;
    if (window.isEmpty()) {
      return new FeatureDescription(
          Optional.empty(),
          feature instanceof WatchedFeature.Numbers numbers ? bins(numbers, window) : List.of());
    }
    Moments moments = counts.moments();
    double[] reference =
        feature instanceof WatchedFeature.Numbers numbers
            ? percentiles(numbers.reference())
            : new double[0];
    NumberSummary summary =
        new NumberSummary(
            moments.count(),
            moments.mean(),
            moments.deviation(),
            moments.min(),
            moments.max(),
            percentiles(window),
            reference);
    return new FeatureDescription(
        Optional.of(summary),
        isCompared ? bins((WatchedFeature.Numbers) feature, window) : List.of());
  }

  private static double[] percentiles(Distribution distribution) {
    double[] percentiles = new double[PERCENT + 1];
    Arrays.setAll(percentiles, i -> distribution.quantile((double) i / PERCENT));
    return percentiles;
  }

  private static List<Bin> bins(WatchedFeature.Numbers feature, Distribution window) {
    NumericBins bins = feature.bins();
    Cells cells = bins.cells(feature.reference(), window);
    List<Bin> told = new ArrayList<>();
    for (int bin = 0; bin < bins.size(); bin++) {
      told.add(new Bin(bins.label(bin), cells.reference()[bin], cells.window()[bin], false));
    }
    return told;
  }

  private static List<Bin> categories(WatchedFeature feature, CategoryTally tally) {
    long[] window = FeatureMeasures.windowCounts(tally);
    boolean isCompared = feature instanceof WatchedFeature.Categories;
    long[] reference =
        feature instanceof WatchedFeature.Categories categories
            ? FeatureMeasures.referenceCounts(categories.profile())
            : new long[window.length];
    Cells cells = Cells.ofCounts(reference, window);
    List<String> names = tally.counts().known().categories();
    List<Bin> known = new ArrayList<>();
    for (int place = 0; place < names.size(); place++) {
      known.add(new Bin(names.get(place), cells.reference()[place], cells.window()[place], false));
    }
    known.sort(
        Comparator.comparingDouble((Bin bin) -> Math.max(bin.reference(), bin.window()))
            .reversed());
    List<Bin> told = new ArrayList<>(known.subList(0, Math.min(MOST_CATEGORIES, known.size())));
    long total = Math.max(1, cells.windowSize());
    tally.counts().others().stream()
        .limit(MOST_CATEGORIES)
        .map(item -> newBin(item, total, isCompared))
        .forEach(told::add);
    return told;
  }

  private static Bin newBin(ItemSketch.ItemCount item, long total, boolean isCompared) {
    return new Bin(item.item(), 0, Math.min(1, (double) item.count() / total), isCompared);
  }
}
