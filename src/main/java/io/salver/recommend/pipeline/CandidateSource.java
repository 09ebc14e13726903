package io.salver.recommend.pipeline;

import io.salver.time.Deadline;

/** The first stage: finds candidates for a query among the items that may be answered. */
interface CandidateSource {

  /**
   * Finds at most as many candidates as the request wants, best first, and reports its stages to
   * {@code log}.
   */
  Candidates retrieve(Query query, Eligibility eligible, StageLog log, Deadline deadline);
}
