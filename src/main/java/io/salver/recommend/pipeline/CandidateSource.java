package io.salver.recommend.pipeline;

/** The first stage: finds candidates for a query among the items that may be answered. */
interface CandidateSource {

  /**
   * Finds at most as many candidates as the request wants, best first, and reports its stages to
   * {@code log}.
   *
   * @throws StageFailed when it cannot, while there is still time to answer without it
   */
  Candidates retrieve(Query query, Eligibility eligible, StageLog log, Call call);
}
