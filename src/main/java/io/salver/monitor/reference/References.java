package io.salver.monitor.reference;

import io.salver.monitor.sketch.Sketches;

/**
 * What bounds the memory of references, and what they use beyond.
 *
 * @param numbers of a feature that are kept one by one, so that percentiles are exact; of more, a
 *     sketch tells them
 * @param categories of a feature that are counted exactly; of those that come later, only the
 *     frequent are found, and counted too low rather than too high
 * @param listed most categories of a profile
 * @param frequencies of the features of vectors
 * @param sketches what is used beyond the first two
 */
public record References(
    int numbers, int categories, int listed, int frequencies, Sketches sketches) {

  /** A megabyte for each feature of numbers, some for each of texts. */
  public static References with(Sketches sketches) {
    return new References(100_000, 20_000, 100, 128, sketches);
  }
}
