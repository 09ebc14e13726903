package io.salver.vector.faiss;

import io.salver.vector.IdFilter;
import io.salver.vector.Metric;
import io.salver.vector.Neighbors;
import io.salver.vector.SearchRequest;
import io.salver.vector.faiss.binding.NativeIndex;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where FAISS writes the neighbours of some queries, {@code [rows, k]}: it works on these arrays in
 * place, and a full answer to a single query hands them on without a copy. Confined to one thread.
 */
final class FoundRows {

  static final Neighbors NOTHING = new Neighbors(new long[0], new float[0]);

  /** Bounds for how long one native call may hold arrays in place, and how large they get. */
  private static final int MAX_ROWS = 64;

  private static final int MAX_PLACES = 1 << 20;

  private final int rows;
  private final int k;
  private final float[] distances;
  private final long[] ids;

  FoundRows(int rows, int k) {
    this.rows = rows;
    this.k = k;
    this.distances = new float[rows * k];
    this.ids = new long[rows * k];
  }

  /** How many queries to search in one native call. */
  static int rowsAtOnce(int k) {
    return Math.clamp(MAX_PLACES / k, 1, MAX_ROWS);
  }

  int rows() {
    return rows;
  }

  boolean fill(NativeIndex index, FloatBuffer queries, SearchRequest request, int threads) {
    IdFilter filter = request.filter().orElse(null);
    return index.search(
        rows, queries, k, request.effort(), words(filter), limit(filter), threads, distances, ids);
  }

  boolean fill(NativeIndex index, float[] queries, SearchRequest request, int threads) {
    IdFilter filter = request.filter().orElse(null);
    return index.search(
        rows, queries, k, request.effort(), words(filter), limit(filter), threads, distances, ids);
  }

  private static long @Nullable [] words(@Nullable IdFilter filter) {
    return filter == null ? null : filter.words();
  }

  private static int limit(@Nullable IdFilter filter) {
    return filter == null ? 0 : filter.limit();
  }

  /** Adds one result per row, without the places that stayed empty. */
  void appendTo(List<Neighbors> results, Metric metric) {
    switch (metric) {
      case INNER_PRODUCT -> {}
      case EUCLIDEAN -> negateDistances();
    }
    for (int row = 0; row < rows; row++) {
      int from = row * k;
      int to = from + k;
      while (to > from && ids[to - 1] < 0) {
        to--;
      }
      results.add(
          to - from == ids.length
              ? new Neighbors(ids, distances)
              : new Neighbors(
                  Arrays.copyOfRange(ids, from, to), Arrays.copyOfRange(distances, from, to)));
    }
  }

  private void negateDistances() {
    for (int i = 0; i < distances.length; i++) {
      distances[i] = -distances[i];
    }
  }
}
