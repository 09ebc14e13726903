package io.salver.recommend.pipeline;

import io.salver.time.Deadline;

/**
 * How one answer is made.
 *
 * @param id the answer's id
 * @param deadline when the caller stops waiting, or the stage must be done
 * @param queueNanos how long the request waited before
 * @param urgency how it stands beside others
 */
record Call(String id, Deadline deadline, long queueNanos, Urgency urgency) {

  /** The same with another deadline. */
  Call until(Deadline earlier) {
    return new Call(id, earlier, queueNanos, urgency);
  }
}
