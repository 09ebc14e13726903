package io.salver.vector;

/**
 * Keeps the best {@code capacity} of the neighbours offered to it: a binary heap with the worst on
 * top. Higher scores are better; of equal scores the lower id is. A score that is not a number is
 * never kept. Confined to one thread.
 */
public final class TopNeighbors {

  private final long[] ids;
  private final float[] scores;
  private int count;

  /** Keeps at most that many. */
  public TopNeighbors(int capacity) {
    this.ids = new long[capacity];
    this.scores = new float[capacity];
  }

  /** Whether a neighbour of that score could still be kept; cheap enough to ask for every one. */
  public boolean wants(float score) {
    return count < ids.length ? !Float.isNaN(score) : count > 0 && score >= scores[0];
  }

  /** Keeps that neighbour if it is among the best. */
  public void offer(long id, float score) {
    if (!wants(score)) {
      return;
    }
    if (count < ids.length) {
      siftUp(id, score);
    } else if (worse(scores[0], ids[0], score, id)) {
      siftDown(id, score);
    }
  }

  /** What was kept, best first; empties the heap. */
  public Neighbors drain() {
    long[] sortedIds = new long[count];
    float[] sortedScores = new float[count];
    while (count > 0) {
      int last = --count;
      sortedIds[last] = ids[0];
      sortedScores[last] = scores[0];
      siftDown(ids[last], scores[last]);
    }
    return new Neighbors(sortedIds, sortedScores);
  }

  private void siftUp(long id, float score) {
    int hole = count++;
    while (hole > 0) {
      int parent = (hole - 1) >>> 1;
      if (!worse(score, id, scores[parent], ids[parent])) {
        break;
      }
      move(parent, hole);
      hole = parent;
    }
    place(hole, id, score);
  }

  private void siftDown(long id, float score) {
    int hole = 0;
    for (int child = 1; child < count; child = 2 * hole + 1) {
      int right = child + 1;
      if (right < count && worse(scores[right], ids[right], scores[child], ids[child])) {
        child = right;
      }
      if (!worse(scores[child], ids[child], score, id)) {
        break;
      }
      move(child, hole);
      hole = child;
    }
    place(hole, id, score);
  }

  private void move(int from, int to) {
    ids[to] = ids[from];
    scores[to] = scores[from];
  }

  private void place(int at, long id, float score) {
    ids[at] = id;
    scores[at] = score;
  }

  private static boolean worse(float score, long id, float otherScore, long otherId) {
    return score < otherScore || (score == otherScore && id > otherId);
  }
}
