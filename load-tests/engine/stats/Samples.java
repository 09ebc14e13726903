package engine.stats;

import java.util.ArrayList;
import java.util.List;

/** Measured values, all kept, so that quantiles are exact. Thread-safe. */
public final class Samples {

  private final List<Double> values = new ArrayList<>();

  public synchronized void add(double value) {
    values.add(value);
  }

  public synchronized int count() {
    return values.size();
  }

  public double median() {
    return quantile(0.5);
  }

  public double max() {
    return quantile(1);
  }

  /** The smallest value that at least this share of all do not exceed; NaN without values. */
  public synchronized double quantile(double share) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    List<Double> sorted = new ArrayList<>(values);
    sorted.sort(null);
    int index = (int) Math.ceil(share * sorted.size()) - 1;
    return sorted.get(Math.clamp(index, 0, sorted.size() - 1));
  }

  public synchronized List<Double> values() {
    return List.copyOf(values);
  }
}
