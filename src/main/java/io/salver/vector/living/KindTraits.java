package io.salver.vector.living;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What follows from the description of an index, in the terms of FAISS' index factory.
 *
 * @param cells of an inverted file; 0: it is none
 * @param graph whether it is a graph, which keeps vectors that were taken out as holes
 * @param compressed whether it holds its vectors approximately
 */
record KindTraits(int cells, boolean graph, boolean compressed) {

  private static final Pattern INVERTED = Pattern.compile("IVF(\\d{1,9}),.*");

  /** To visit a vector costs about this part of the distance of a vector somewhere in memory. */
  private static final double VISIT_COST = 1.0 / 2;

  /** A step through a graph looks at about this many vectors that it has not seen. */
  private static final double NEW_PER_STEP = 20;

  private static final int DEFAULT_CELLS = 16;
  private static final int DEFAULT_CANDIDATES = 128;

  static KindTraits of(String kind) {
    Matcher inverted = INVERTED.matcher(kind);
    return new KindTraits(
        inverted.matches() ? Integer.parseInt(inverted.group(1)) : 0,
        kind.startsWith("HNSW"),
        kind.contains("SQ") || kind.contains("PQ"));
  }

  /**
   * Up to how many allowed rows a scan of them is cheaper than a search of such an index with
   * {@code size} vectors.
   *
   * <p>A search that visits {@code v} of {@code n} vectors meets {@code v·a/n} of the {@code a}
   * that are allowed; to meet as many as without the filter it has to visit {@code v·n/a}. So the
   * scan is cheaper when {@code a ≤ v·n/a} times the cost of a visit.
   *
   * @param effort of a search with a filter; 0: the library's own
   */
  long scanLimit(int size, int effort) {
    return (long) Math.sqrt(VISIT_COST * size * visited(size, effort));
  }

  private double visited(int size, int effort) {
    if (cells > 0) {
      return size * Math.min(1, (effort == 0 ? DEFAULT_CELLS : effort) / (double) cells);
    }
    return graph
        ? Math.min(size, (effort == 0 ? DEFAULT_CANDIDATES : effort) * NEW_PER_STEP)
        : size;
  }
}
