package io.salver.recommend.pipeline;

import java.util.OptionalLong;

/** The second stage: scores candidates. */
interface Scorer {

  /** One score per candidate, in their order. */
  Scores score(Query query, Candidates candidates, Call call);

  /**
   * Scores and what made them.
   *
   * @param version the version of the ranker; absent where there was none
   */
  @SuppressWarnings("ArrayRecordComponent") // lives for one request, never compared
  record Scores(float[] scores, OptionalLong version) {}
}
