package io.salver.monitor.reference;

import io.salver.monitor.drift.FourierFeatures;
import io.salver.monitor.profile.EmbeddingProfile;
import io.salver.monitor.profile.Rounding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of one name: the means of their random Fourier features, whose bandwidth is the median
 * distance between two of the first {@value #FIRST}, and two traces of the features' covariance.
 * Not thread-safe.
 */
final class VectorReference {

  private static final int FIRST = 1_000;
  private static final int SEED = 1;

  private final int dimension;
  private final int frequencies;
  private final List<float[]> first = new ArrayList<>();
  private @Nullable Features features;
  private long count;
  private long wrong;

  /** Of vectors as long as that one. */
  VectorReference(int dimension, References references) {
    this.dimension = dimension;
    this.frequencies = references.frequencies();
  }

  /** Takes a vector, which nobody changes any more. */
  void add(float[] vector) {
    if (vector.length != dimension || !isFinite(vector)) {
      wrong++;
      return;
    }
    count++;
    if (features != null) {
      features.add(vector);
      return;
    }
    first.add(vector);
    if (first.size() == FIRST) {
      features = ofFirst();
    }
  }

  /** How many vectors were of another length, or not finite. */
  long wrong() {
    return wrong;
  }

  /** What was gathered; nothing of fewer than two different vectors. */
  Optional<EmbeddingProfile> profile() {
    Features gathered = features == null ? ofFirst() : features;
    return gathered == null ? Optional.empty() : Optional.of(gathered.profile(count));
  }

  private @Nullable Features ofFirst() {
    double bandwidth = first.size() < 2 ? 0 : Rounding.toSeven(medianDistance());
    if (bandwidth <= 0) {
      return null;
    }
    Features fresh = new Features(dimension, frequencies, bandwidth);
    first.forEach(fresh::add);
    return fresh;
  }

  private double medianDistance() {
    int pairs = first.size() * (first.size() - 1) / 2;
    double[] distances = new double[pairs];
    int pair = 0;
    for (int i = 0; i < first.size(); i++) {
      for (int j = i + 1; j < first.size(); j++) {
        distances[pair++] = distance(first.get(i), first.get(j));
      }
    }
    Arrays.sort(distances);
    return (distances[(pairs - 1) / 2] + distances[pairs / 2]) / 2;
  }

  private static double distance(float[] one, float[] other) {
    double squares = 0;
    for (int d = 0; d < one.length; d++) {
      double apart = (double) one[d] - other[d];
      squares += apart * apart;
    }
    return Math.sqrt(squares);
  }

  private static boolean isFinite(float[] vector) {
    for (float component : vector) {
      if (!Float.isFinite(component)) {
        return false;
      }
    }
    return true;
  }

  /** Sums of the features and of their products. */
  private static final class Features {

    private final FourierFeatures features;
    private final int dimension;
    private final double bandwidth;
    private final double[] sums;
    private final double[][] products;
    private final double[] current;

    Features(int dimension, int frequencies, double bandwidth) {
      this.features = new FourierFeatures(dimension, frequencies, bandwidth, SEED);
      this.dimension = dimension;
      this.bandwidth = bandwidth;
      this.sums = new double[2 * frequencies];
      this.products = new double[2 * frequencies][2 * frequencies];
      this.current = new double[2 * frequencies];
    }

    void add(float[] vector) {
      Arrays.fill(current, 0);
      features.addTo(current, vector);
      for (int i = 0; i < current.length; i++) {
        sums[i] += current[i];
        for (int j = 0; j <= i; j++) {
          products[i][j] += current[i] * current[j];
        }
      }
    }

    EmbeddingProfile profile(long count) {
      double[] means = new double[sums.length];
      double trace = 0;
      double squares = 0;
      for (int i = 0; i < sums.length; i++) {
        means[i] = sums[i] / count;
        for (int j = 0; j <= i; j++) {
          double covariance = (products[i][j] - sums[i] * sums[j] / count) / (count - 1);
          trace += i == j ? covariance : 0;
          squares += (i == j ? 1 : 2) * covariance * covariance;
        }
      }
      return new EmbeddingProfile(count, dimension, bandwidth, SEED, means, trace, squares);
    }
  }
}
