package io.salver.recommend;

import io.salver.fault.Fault;

/**
 * Where the answers of a batch go, one after the other in the order of its requests, on one thread.
 * A method that blocks holds the batch back: so a slow reader is waited for. It must answer an
 * interrupt, which says that the batch ends. What it throws ends the batch.
 */
public interface BatchSink {

  /**
   * The request at that place has an answer.
   *
   * @param index its place in the batch, from 0
   * @param progress so far, this one included
   */
  void answered(long index, Recommendation answer, BatchProgress progress);

  /** The request at that place has none, for that reason. */
  void failed(long index, Fault fault, BatchProgress progress);
}
