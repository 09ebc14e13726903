package io.salver.vector.living;

import io.salver.fault.InvalidInput;
import io.salver.vector.IndexKind;
import io.salver.vector.IndexSpec;
import io.salver.vector.Metric;
import java.time.Duration;

/**
 * How a living index is built.
 *
 * @param dimension components of each vector
 * @param metric how near two vectors are
 * @param kind {@link IndexKind#AUTO} to leave it to the size, or a description that the library
 *     knows
 * @param memoryBudget bytes that the main index may take when the kind is chosen by size; beyond,
 *     it is compressed. A merge needs as much again while it runs, and the original vectors ({@code
 *     4 · dimension} bytes each) come on top
 * @param targetRecall the share of the true neighbours that a search should find; the effort is
 *     fitted to it when the index is trained
 * @param merging when to merge
 */
public record LivingIndexSettings(
    int dimension,
    Metric metric,
    String kind,
    long memoryBudget,
    double targetRecall,
    Merging merging) {

  /**
   * When what was written since the last merge is merged: when there are so many changes as {@code
   * share} of the vectors, but at least {@code fewest} and at most {@code most}.
   *
   * @param retryAfter how long to wait after a merge that failed; doubled with every failure that
   *     follows, up to 64 times as long
   */
  public record Merging(int fewest, int most, double share, Duration retryAfter) {

    /** From 1,024 to 16,384 changes, 0.5 % of the vectors in between; again after 1 s. */
    public static final Merging DEFAULT =
        new Merging(1 << 10, 1 << 14, 0.005, Duration.ofSeconds(1));

    /** Checks the ranges. */
    public Merging {
      if (fewest < 1 || most < fewest || !(share >= 0) || retryAfter.isNegative()) {
        throw new InvalidInput(
            "merging needs 1 <= fewest <= most, a share of at least 0 and a positive pause, got"
                + " fewest %d, most %d, share %s, pause %s"
                    .formatted(fewest, most, share, retryAfter));
      }
    }

    /** From how many changes on a merge of an index of {@code size} vectors is due. */
    int threshold(int size) {
      return Math.clamp((long) (share * size), fewest, most);
    }
  }

  /** The budget that never compresses. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** The recall that is aimed at by default. */
  public static final double DEFAULT_RECALL = 0.98;

  /** Checks the ranges. */
  public LivingIndexSettings {
    if (memoryBudget < 1) {
      throw new InvalidInput("the memory budget must be at least 1 byte, got " + memoryBudget);
    }
    if (!(targetRecall > 0 && targetRecall <= 1)) {
      throw new InvalidInput("the target recall must be in (0, 1], got " + targetRecall);
    }
  }

  /** By size, without a budget, with the default recall and merging. */
  public static LivingIndexSettings of(int dimension, Metric metric) {
    return new LivingIndexSettings(
        dimension, metric, IndexKind.AUTO, UNLIMITED, DEFAULT_RECALL, Merging.DEFAULT);
  }

  /** The same with another kind. */
  public LivingIndexSettings withKind(String other) {
    return new LivingIndexSettings(dimension, metric, other, memoryBudget, targetRecall, merging);
  }

  /** The same with another budget. */
  public LivingIndexSettings withMemoryBudget(long bytes) {
    return new LivingIndexSettings(dimension, metric, kind, bytes, targetRecall, merging);
  }

  /** The same with another rule of merging. */
  public LivingIndexSettings withMerging(Merging other) {
    return new LivingIndexSettings(dimension, metric, kind, memoryBudget, targetRecall, other);
  }

  IndexSpec spec(String description) {
    return new IndexSpec(dimension, metric, description);
  }
}
