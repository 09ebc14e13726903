package io.salver.task.generation;

import java.util.concurrent.CompletionStage;

/**
 * A model that reads tokens and says what could follow, for several rows of equal length at a time.
 * One thing at a time is asked of it. Whoever has it closes it, and not while it runs.
 */
sealed interface Decoder extends AutoCloseable permits CachedDecoder, PrefixDecoder {

  /**
   * Appends tokens to each row and runs.
   *
   * @param tokens [rows][t]; at the beginning of any number of rows
   * @return what follows each of them; completes on a thread of the task
   */
  CompletionStage<Logits> append(int[][] tokens);

  /**
   * Goes on with these rows, in this order; a row can come more than once or not at all. The logits
   * of the last run are gone then.
   */
  void select(int[] rows);

  /** Most tokens that can be appended at once. */
  int mostAtOnce();

  @Override
  void close();

  /** Whether {@code rows} are all {@code count} rows in order. */
  static boolean isIdentity(int[] rows, int count) {
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] != i) {
        return false;
      }
    }
    return rows.length == count;
  }
}
