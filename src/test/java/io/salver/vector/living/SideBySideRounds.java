package io.salver.vector.living;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.vector.Neighbors;
import io.salver.vector.SearchRequest;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Rounds of writes that go on beside searches. In each, the vectors of all rows point in a
 * direction of their own, as long as the number of the round; before a row is written, and after it
 * is removed, the writer says so.
 */
final class SideBySideRounds {

  private static final int DIMENSION = LivingIndexes.DIMENSION;
  private static final int ROWS = 200;
  private static final int ROUNDS = 30;

  private final LivingIndex index;
  private final AtomicIntegerArray completed = new AtomicIntegerArray(ROWS);
  private final AtomicIntegerArray begun = new AtomicIntegerArray(ROWS);
  private final AtomicInteger searches = new AtomicInteger();
  private volatile boolean done;
  private volatile boolean failed;

  SideBySideRounds(LivingIndex index) {
    this.index = index;
  }

  /** Even rounds put every row, odd ones remove every third. */
  void write() {
    for (int round = 1; round <= ROUNDS || !enoughHappened(); round++) {
      for (int row = 0; row < ROWS; row++) {
        if (round % 2 == 1) {
          put(row, round);
        } else if (row % 3 == 0) {
          remove(row, round);
        }
      }
    }
    done = true;
  }

  private boolean enoughHappened() {
    return failed || (searches.get() >= 30 && index.status().merges() >= 3);
  }

  private void put(int row, int round) {
    begun.set(row, round);
    float[] vector = new float[DIMENSION];
    vector[row % DIMENSION] = round;
    index.put(new int[] {row}, FloatBuffer.wrap(vector));
    completed.set(row, round);
  }

  private void remove(int row, int round) {
    begun.set(row, round);
    index.remove(new int[] {row});
    completed.set(row, round);
  }

  void searchUntilDone() {
    try {
      while (!done) {
        search();
        searches.incrementAndGet();
      }
    } catch (RuntimeException | AssertionError e) {
      failed = true;
      throw e;
    }
  }

  private void search() {
    float[] query = new float[DIMENSION];
    Arrays.fill(query, 1);
    int[] before = new int[ROWS];
    Arrays.setAll(before, completed::get);
    Neighbors found = index.search(FloatBuffer.wrap(query), SearchRequest.nearest(ROWS));
    int[] after = new int[ROWS];
    Arrays.setAll(after, begun::get);
    check(found, before, after);
  }

  private static void check(Neighbors found, int[] before, int[] after) {
    assertThat(found.ids()).doesNotHaveDuplicates();
    boolean[] answered = new boolean[ROWS];
    for (int i = 0; i < found.count(); i++) {
      int row = Math.toIntExact(found.ids()[i]);
      answered[row] = true;
      int round = Math.round(found.scores()[i]);
      if (round < before[row] || round > after[row]) {
        throw new AssertionError(
            "row %d is of round %d, expected %d to %d"
                .formatted(row, round, before[row], after[row]));
      }
    }
    for (int row = 0; row < ROWS; row++) {
      boolean wasThere = before[row] % 2 == 1 && before[row] == after[row];
      if (wasThere && !answered[row]) {
        throw new AssertionError("row " + row + " is missing");
      }
    }
  }
}
