package io.salver.monitor;

import io.salver.monitor.quality.QualityCounts;
import io.salver.monitor.quality.QualityKind;
import io.salver.monitor.sketch.Frames;
import io.salver.monitor.sketch.Moments;
import io.salver.monitor.sketch.QuantileSketch;
import io.salver.monitor.sketch.Sketches;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Numbers: their distribution by a sketch, their moments, and what was wrong with them. */
final class NumberCounts implements FeatureCounts {

  private final double least;
  private final double most;
  private final Sketches sketches;
  private final QuantileSketch sketch;
  private final Moments moments = new Moments();
  private final QualityCounts quality = new QualityCounts();

  /** Numbers that should be from {@code least} to {@code most}. */
  NumberCounts(double least, double most, Sketches sketches) {
    this.least = least;
    this.most = most;
    this.sketches = sketches;
    this.sketch = sketches.quantiles();
  }

  void add(FeatureValue value) {
    quality.came();
    switch (value) {
      case FeatureValue.Numeric(double number) -> add(number);
      case FeatureValue.Missing() -> quality.add(QualityKind.MISSING);
      case FeatureValue.Category(String text) -> quality.add(QualityKind.TYPE_ERROR);
      case FeatureValue.Wrong() -> quality.add(QualityKind.TYPE_ERROR);
    }
  }

  private void add(double number) {
    if (Double.isNaN(number)) {
      quality.add(QualityKind.MISSING);
      return;
    }
    if (!(number >= least && number <= most) || Double.isInfinite(number)) {
      quality.add(QualityKind.OUT_OF_RANGE);
    }
    if (Double.isFinite(number)) {
      sketch.add(number);
      moments.add(number);
    }
  }

  @Override
  public QualityCounts quality() {
    return quality;
  }

  QuantileSketch sketch() {
    return sketch;
  }

  Moments moments() {
    return moments;
  }

  @Override
  public void merge(FeatureCounts other) {
    if (other instanceof NumberCounts numbers) {
      sketch.merge(numbers.sketch);
      moments.merge(numbers.moments);
      quality.merge(numbers.quality);
    }
  }

  @Override
  public void write(DataOutput output) throws IOException {
    quality.write(output);
    moments.write(output);
    Frames.write(output, sketch.toBytes());
  }

  @Override
  public void merge(DataInput input) throws IOException {
    QualityCounts readQuality = QualityCounts.read(input);
    Moments readMoments = Moments.read(input);
    QuantileSketch readSketch = sketches.readQuantiles(Frames.read(input));
    quality.merge(readQuality);
    moments.merge(readMoments);
    sketch.merge(readSketch);
  }
}
