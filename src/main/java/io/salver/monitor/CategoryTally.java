package io.salver.monitor;

import io.salver.monitor.quality.QualityCounts;
import io.salver.monitor.quality.QualityKind;
import io.salver.monitor.sketch.CategoryCounts;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Categories: how often each came, and what was wrong with them. */
final class CategoryTally implements FeatureCounts {

  private static final double LARGEST_EXACT = 0x1p53;

  private final CategoryCounts counts;
  private final boolean isReference;
  private final QualityCounts quality = new QualityCounts();

  /**
   * Nothing yet.
   *
   * @param isReference whether there is a reference that lists categories, so that others are new
   */
  CategoryTally(CategoryCounts counts, boolean isReference) {
    this.counts = counts;
    this.isReference = isReference;
  }

  void add(FeatureValue value) {
    quality.came();
    switch (value) {
      case FeatureValue.Category(String text) -> add(text);
      case FeatureValue.Numeric(double number) -> {
        if (Double.isNaN(number)) {
          quality.add(QualityKind.MISSING);
        } else {
          add(text(number));
        }
      }
      case FeatureValue.Missing() -> quality.add(QualityKind.MISSING);
      case FeatureValue.Wrong() -> quality.add(QualityKind.TYPE_ERROR);
    }
  }

  private void add(String text) {
    if (!counts.add(text) && isReference) {
      quality.add(QualityKind.NEW_CATEGORY);
    }
  }

  /** A number as a profile writes it as a category: whole ones without a fraction. */
  private static String text(double number) {
    return number == Math.rint(number) && Math.abs(number) <= LARGEST_EXACT
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  CategoryCounts counts() {
    return counts;
  }

  @Override
  public QualityCounts quality() {
    return quality;
  }

  @Override
  public void merge(FeatureCounts other) {
    if (other instanceof CategoryTally tally) {
      counts.merge(tally.counts);
      quality.merge(tally.quality);
    }
  }

  @Override
  public void write(DataOutput output) throws IOException {
    quality.write(output);
    counts.write(output);
  }

  @Override
  public void merge(DataInput input) throws IOException {
    QualityCounts readQuality = QualityCounts.read(input);
    counts.merge(input);
    quality.merge(readQuality);
  }
}
