package io.salver.recommend.pipeline;

import io.salver.recommend.Degradation;
import io.salver.recommend.Degradation.AnsweredBy;
import io.salver.recommend.Stage;
import java.util.Optional;

/**
 * Finds candidates: by the towers, or by popularity where that is asked for, nothing is known of
 * the user, or the towers or the index cannot answer in time. Immutable and thread-safe.
 */
final class Retrieval {

  private final CandidateSource twoTower;
  private final CandidateSource popular;

  Retrieval(CandidateSource twoTower, CandidateSource popular) {
    this.twoTower = twoTower;
    this.popular = popular;
  }

  /**
   * Candidates.
   *
   * @param personal whether the towers found them, so that the ranker can score them
   * @param degraded why the towers did not find them though they should have
   */
  record Retrieved(Candidates candidates, boolean personal, Optional<Degradation> degraded) {}

  Retrieved retrieve(Query query, Eligibility eligible, StageLog log, Call call) {
    if (query.byPopularity()) {
      Candidates found = popular.retrieve(query, eligible, log, call);
      return new Retrieved(found, false, Optional.empty());
    }
    try {
      Candidates found = twoTower.retrieve(query, eligible, log, call);
      return new Retrieved(found, true, Optional.empty());
    } catch (StageFailed failed) {
      if (failed.stage() == Stage.EMBED) {
        log.end(Stage.EMBED, 1, 0, failed.reason().label());
      }
      Candidates found = popular.retrieve(query, eligible, log, call);
      return new Retrieved(found, false, Optional.of(failed.answeredBy(AnsweredBy.POPULARITY)));
    }
  }
}
