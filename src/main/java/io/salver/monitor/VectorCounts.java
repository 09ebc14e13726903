package io.salver.monitor;

import io.salver.monitor.drift.FourierFeatures;
import io.salver.monitor.quality.QualityCounts;
import io.salver.monitor.quality.QualityKind;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Vectors: the sum of their random Fourier features. */
final class VectorCounts implements FeatureCounts {

  private final FourierFeatures features;
  private final double[] sum;
  private long count;
  private final QualityCounts quality = new QualityCounts();

  VectorCounts(FourierFeatures features) {
    this.features = features;
    this.sum = new double[features.size()];
  }

  /** Takes a vector; one of another dimension, or with a component that is not finite, is wrong. */
  void add(float[] vector) {
    quality.came();
    if (vector.length != features.dimension() || !isFinite(vector)) {
      quality.add(QualityKind.TYPE_ERROR);
      return;
    }
    count++;
    features.addTo(sum, vector);
  }

  private static boolean isFinite(float[] vector) {
    float sum = 0;
    for (float component : vector) {
      sum += component * 0;
    }
    return sum == 0;
  }

  double[] sum() {
    return sum;
  }

  /** How many vectors the sum is of. */
  long count() {
    return count;
  }

  @Override
  public QualityCounts quality() {
    return quality;
  }

  @Override
  public void merge(FeatureCounts other) {
    if (other instanceof VectorCounts vectors) {
      count += vectors.count;
      quality.merge(vectors.quality);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += vectors.sum[i];
      }
    }
  }

  @Override
  public void write(DataOutput output) throws IOException {
    quality.write(output);
    output.writeLong(count);
    output.writeInt(sum.length);
    for (double component : sum) {
      output.writeDouble(component);
    }
  }

  @Override
  public void merge(DataInput input) throws IOException {
    QualityCounts readQuality = QualityCounts.read(input);
    long readCount = input.readLong();
    int length = input.readInt();
    if (length != sum.length) {
      throw new IOException("a sum of %d features, not %d".formatted(length, sum.length));
    }
    for (int i = 0; i < length; i++) {
      sum[i] += input.readDouble();
    }
    count += readCount;
    quality.merge(readQuality);
  }
}
