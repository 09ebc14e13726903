package io.salver.monitor.sketch;

/**
 * The distribution of a stream of numbers in bounded memory. Not thread-safe.
 *
 * <p>Sketches of parts of a stream, merged, are as good as one that saw the whole.
 */
public interface QuantileSketch {

  /** Takes a finite number. */
  void add(double value);

  /** Takes what another sketch saw, which stays as it is. */
  void merge(QuantileSketch other);

  /** What was seen, which later values do not change; of nothing while nothing was. */
  Distribution distribution();

  /** The sketch in a form that its {@link Sketches} read again, on any machine. */
  byte[] toBytes();
}
