package io.salver.recommend.catalogue;

import io.salver.recommend.Value;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** A number per row; a missing one is NaN. Thread-safe as {@link Column} says. */
public final class NumberColumn extends Column {

  private volatile double[] values;

  NumberColumn(double[] values) {
    this.values = values;
  }

  /** The number of that row; NaN where it is missing. */
  public double number(int row) {
    double[] now = values;
    return row < now.length ? now[row] : Double.NaN;
  }

  @Override
  public Optional<Value> value(int row) {
    double number = number(row);
    return Double.isNaN(number) ? Optional.empty() : Optional.of(new Value.Real(number));
  }

  @Override
  public AttributeKind kind() {
    return AttributeKind.NUMBER;
  }

  /**
   * {@inheritDoc}
   *
   * @throws NumberFormatException when one of them is not a number
   */
  @Override
  public IntPredicate isAnyOf(Collection<String> wanted) {
    double[] sorted =
        wanted.stream().mapToDouble(text -> Double.parseDouble(text) + 0.0).sorted().toArray();
    return row -> Arrays.binarySearch(sorted, number(row) + 0.0) >= 0 && !Double.isNaN(number(row));
  }

  /** Which rows have a number between both, inclusive. */
  public IntPredicate isWithin(double min, double max) {
    return row -> number(row) >= min && number(row) <= max;
  }

  @Override
  void set(int row, @Nullable Value value) {
    double[] now = values;
    if (row >= now.length) {
      int length = now.length;
      now = Arrays.copyOf(now, grown(length, row));
      Arrays.fill(now, length, now.length, Double.NaN);
    }
    now[row] = value instanceof Value.Real real ? real.number() : Double.NaN;
    values = now;
  }
}
