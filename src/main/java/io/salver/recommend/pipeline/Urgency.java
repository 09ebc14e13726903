package io.salver.recommend.pipeline;

import io.salver.serving.InferenceRequest;

/** How a request stands beside others. */
enum Urgency {
  /**
   * Somebody waits for it: stages have budgets, and whatever answers in time is better than all.
   */
  ONLINE(InferenceRequest.ORDINARY),
  /**
   * Nobody waits for it: models run it last, stages have no budgets, and a model that takes no more
   * work now is a reason to come back.
   */
  BATCH(InferenceRequest.LEAST_URGENT);

  private final int priority;

  Urgency(int priority) {
    this.priority = priority;
  }

  /** In the line before a model. */
  int priority() {
    return priority;
  }
}
