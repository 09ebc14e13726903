package io.salver.monitor.reference;

import io.salver.monitor.FeatureValue;
import io.salver.monitor.profile.FeatureProfile;
import io.salver.monitor.profile.NumericProfile;
import io.salver.monitor.sketch.Distribution;
import io.salver.monitor.sketch.QuantileSketch;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Numbers: their percentiles exactly (type 7 of Hyndman and Fan, 1996) while they are few, by a
 * sketch when they are many; their extremes exactly. Not thread-safe.
 */
final class NumberReference implements ValueReference {

  private static final int PERCENT = 100;
  private static final int FEW = 64;

  private final References references;
  private double[] values = new double[FEW];
  private int kept;
  private @Nullable QuantileSketch sketch;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private long count;
  private long missing;
  private long wrong;

  NumberReference(References references) {
    this.references = references;
  }

  @Override
  public void add(FeatureValue value) {
    count++;
    switch (value) {
      case FeatureValue.Numeric(double number) when Double.isFinite(number) -> add(number);
      case FeatureValue.Numeric(double number) when Double.isNaN(number) -> missing++;
      case FeatureValue.Missing _ -> missing++;
      case FeatureValue.Numeric _, FeatureValue.Category _, FeatureValue.Wrong _ -> {
        missing++;
        wrong++;
      }
    }
  }

  private void add(double number) {
    min = Math.min(min, number);
    max = Math.max(max, number);
    if (sketch == null && kept == references.numbers()) {
      sketch = sketched();
    }
    if (sketch != null) {
      sketch.add(number);
      return;
    }
    if (kept == values.length) {
      values = Arrays.copyOf(values, Math.min(references.numbers(), 2 * kept));
    }
    values[kept++] = number;
  }

  private QuantileSketch sketched() {
    QuantileSketch fresh = references.sketches().quantiles();
    for (double each : values) {
      fresh.add(each);
    }
    values = new double[0];
    return fresh;
  }

  @Override
  public long wrong() {
    return wrong;
  }

  @Override
  public Optional<FeatureProfile> profile() {
    if (missing == count) {
      return Optional.empty();
    }
    double[] percentiles = new double[PERCENT + 1];
    DoubleUnaryOperator quantile = quantile();
    Arrays.setAll(percentiles, i -> quantile.applyAsDouble((double) i / PERCENT));
    percentiles[0] = min;
    percentiles[PERCENT] = max;
    return Optional.of(new NumericProfile(count, missing, min, max, percentiles));
  }

  private DoubleUnaryOperator quantile() {
    if (sketch != null) {
      Distribution distribution = sketch.distribution();
      return distribution::quantile;
    }
    double[] sorted = Arrays.copyOf(values, kept);
    Arrays.sort(sorted);
    return rank -> interpolated(sorted, rank);
  }

  private static double interpolated(double[] sorted, double rank) {
    double place = rank * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
