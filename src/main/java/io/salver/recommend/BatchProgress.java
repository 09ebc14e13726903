package io.salver.recommend;

/**
 * How far a batch is.
 *
 * @param answered requests with an answer
 * @param degraded those of them whose answer is degraded
 * @param failed requests without one
 */
public record BatchProgress(long answered, long degraded, long failed) {

  /** A batch that begins. */
  public static final BatchProgress START = new BatchProgress(0, 0, 0);

  /** One more with that answer. */
  public BatchProgress plus(Recommendation answer) {
    return new BatchProgress(
        answered + 1, degraded + (answer.degraded().isPresent() ? 1 : 0), failed);
  }

  /** One more without an answer. */
  public BatchProgress plusFailure() {
    return new BatchProgress(answered, degraded, failed + 1);
  }

  /** Requests that are done with. */
  public long done() {
    return answered + failed;
  }
}
