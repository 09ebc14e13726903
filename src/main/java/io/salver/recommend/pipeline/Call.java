package io.salver.recommend.pipeline;

import io.salver.serving.Following;
import io.salver.time.Deadline;

/**
 * How one answer is made.
 *
 * @param id the answer's id
 * @param deadline when the caller stops waiting, or the stage must be done
 * @param queueNanos how long the request waited before
 * @param urgency how it stands beside others
 * @param bundle how it follows a rollout of bundles
 * @param ranker how it follows a rollout of rankers
 */
record Call(
    String id,
    Deadline deadline,
    long queueNanos,
    Urgency urgency,
    Following bundle,
    Following ranker) {

  /** One that nobody divides. */
  Call(String id, Deadline deadline, long queueNanos, Urgency urgency) {
    this(id, deadline, queueNanos, urgency, Following.silent(), Following.silent());
  }

  /** The same with another deadline. */
  Call until(Deadline earlier) {
    return new Call(id, earlier, queueNanos, urgency, bundle, ranker);
  }
}
