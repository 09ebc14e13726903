package io.salver.vector.living;

import io.salver.vector.Neighbors;
import java.util.Arrays;

/** Joins what two searches found; both best first. Pure. */
final class MergedNeighbors {

  private MergedNeighbors() {}

  /** The best {@code k} of both; of an id in both, {@code newer} says the score. */
  static Neighbors of(Neighbors older, Neighbors newer, int k) {
    if (newer.count() == 0) {
      return older;
    }
    long[] replaced = newer.ids().clone();
    Arrays.sort(replaced);
    int most = (int) Math.min(k, (long) older.count() + newer.count());
    long[] ids = new long[most];
    float[] scores = new float[most];
    int count = 0;
    int left = 0;
    for (int right = 0; count < most && (left < older.count() || right < newer.count()); ) {
      boolean takesOlder =
          right == newer.count() || (left < older.count() && comesFirst(older, left, newer, right));
      Neighbors from = takesOlder ? older : newer;
      int at = takesOlder ? left++ : right++;
      if (!takesOlder || Arrays.binarySearch(replaced, from.ids()[at]) < 0) {
        ids[count] = from.ids()[at];
        scores[count++] = from.scores()[at];
      }
    }
    return new Neighbors(Arrays.copyOf(ids, count), Arrays.copyOf(scores, count));
  }

  private static boolean comesFirst(Neighbors a, int i, Neighbors b, int j) {
    float left = a.scores()[i];
    float right = b.scores()[j];
    return left > right || (left == right && a.ids()[i] < b.ids()[j]);
  }
}
