package io.salver.monitor.sketch;

/** Makes sketches, and reads those that it made. Thread-safe. */
public interface Sketches {

  /** An empty sketch of numbers. */
  QuantileSketch quantiles();

  /**
   * A sketch from its bytes.
   *
   * @throws IllegalArgumentException when they are not of a sketch
   */
  QuantileSketch readQuantiles(byte[] bytes);

  /** An empty sketch of texts. */
  ItemSketch items();

  /**
   * A sketch from its bytes.
   *
   * @throws IllegalArgumentException when they are not of a sketch
   */
  ItemSketch readItems(byte[] bytes);
}
