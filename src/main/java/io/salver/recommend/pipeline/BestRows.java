package io.salver.recommend.pipeline;

/**
 * The rows of the greatest scores, at most so many: a heap whose root is the worst of them. Of
 * equal scores the lower row is better. Confined to one thread.
 */
final class BestRows {

  private final int[] rows;
  private final float[] scores;
  private int count;

  BestRows(int capacity) {
    this.rows = new int[capacity];
    this.scores = new float[capacity];
  }

  /** Whether a row of that score could be among them; cheap enough to ask for every one. */
  boolean wants(float score) {
    return count < rows.length || (count > 0 && score >= scores[0]);
  }

  void offer(int row, float score) {
    if (count < rows.length) {
      up(count++, row, score);
    } else if (count > 0 && worse(scores[0], rows[0], score, row)) {
      down(row, score);
    }
  }

  /** What was kept, best first. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Best(int[] rows, float[] scores) {}

  /** The rows and their scores, best first; empties the heap. */
  Best drain() {
    int[] sorted = new int[count];
    float[] best = new float[count];
    while (count > 0) {
      int last = --count;
      sorted[last] = rows[0];
      best[last] = scores[0];
      down(rows[last], scores[last]);
    }
    return new Best(sorted, best);
  }

  private void up(int from, int row, float score) {
    int hole = from;
    while (hole > 0) {
      int parent = (hole - 1) >>> 1;
      if (!worse(score, row, scores[parent], rows[parent])) {
        break;
      }
      put(hole, rows[parent], scores[parent]);
      hole = parent;
    }
    put(hole, row, score);
  }

  private void down(int row, float score) {
    int hole = 0;
    for (int child = 1; child < count; child = 2 * hole + 1) {
      int right = child + 1;
      if (right < count && worse(scores[right], rows[right], scores[child], rows[child])) {
        child = right;
      }
      if (!worse(scores[child], rows[child], score, row)) {
        break;
      }
      put(hole, rows[child], scores[child]);
      hole = child;
    }
    put(hole, row, score);
  }

  private void put(int at, int row, float score) {
    rows[at] = row;
    scores[at] = score;
  }

  private static boolean worse(float score, int row, float otherScore, int otherRow) {
    return score < otherScore || (score == otherScore && row > otherRow);
  }
}
