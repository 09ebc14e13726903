package io.salver.rollout;

import io.salver.rollout.sequential.Summary;

/** What is known of one criterion in both arms. */
public sealed interface Evidence {

  /**
   * Values whose means are compared: latencies' logarithms, losses, clicks.
   *
   * @param control of the control
   * @param canary of the new version
   */
  record Values(Summary control, Summary canary) implements Evidence {}

  /**
   * Rare events that nobody wants, as errors.
   *
   * @param controlEvents among {@code controlRequests}
   * @param canaryEvents among {@code canaryRequests}
   */
  record Events(long controlEvents, long controlRequests, long canaryEvents, long canaryRequests)
      implements Evidence {}

  /**
   * Values of the new version alone, whose mean should be below the margin: its disagreement with
   * the control.
   */
  record Level(Summary canary) implements Evidence {}
}
