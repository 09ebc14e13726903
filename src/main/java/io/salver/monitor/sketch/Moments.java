package io.salver.monitor.sketch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Count, mean, variance and extremes of a stream of numbers (Welford, 1962), which add up (Chan,
 * Golub and LeVeque, 1979). Not thread-safe.
 */
public final class Moments {

  private long count;
  private double mean;
  private double squares;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  /** Takes a finite number. */
  public void add(double value) {
    count++;
    double before = value - mean;
    mean += before / count;
    squares += before * (value - mean);
    min = Math.min(min, value);
    max = Math.max(max, value);
  }

  /** Takes what another saw. */
  public void merge(Moments other) {
    if (other.count == 0) {
      return;
    }
    long total = count + other.count;
    double apart = other.mean - mean;
    squares += other.squares + apart * apart * ((double) count / total) * other.count;
    mean += apart * other.count / total;
    count = total;
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
  }

  public long count() {
    return count;
  }

  /** The mean; 0 of nothing. */
  public double mean() {
    return mean;
  }

  /** The standard deviation, as of a population; 0 of nothing. */
  public double deviation() {
    return count == 0 ? 0 : Math.sqrt(squares / count);
  }

  /** The smallest; infinite of nothing. */
  public double min() {
    return min;
  }

  /** The largest; infinitely small of nothing. */
  public double max() {
    return max;
  }

  /** Writes itself. */
  public void write(DataOutput output) throws IOException {
    output.writeLong(count);
    output.writeDouble(mean);
    output.writeDouble(squares);
    output.writeDouble(min);
    output.writeDouble(max);
  }

  /** Reads what {@link #write} wrote. */
  public static Moments read(DataInput input) throws IOException {
    Moments read = new Moments();
    read.count = input.readLong();
    read.mean = input.readDouble();
    read.squares = input.readDouble();
    read.min = input.readDouble();
    read.max = input.readDouble();
    return read;
  }
}
