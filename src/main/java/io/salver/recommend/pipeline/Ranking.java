package io.salver.recommend.pipeline;

import io.salver.fault.Fault;
import io.salver.recommend.Degradation;
import io.salver.recommend.Degradation.AnsweredBy;
import io.salver.recommend.Stage;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Scores candidates with the ranker; where it cannot in time, the scores of retrieval stay.
 * Immutable and thread-safe.
 */
final class Ranking {

  private final Scorer ranker;
  private final StageGuard guard;

  Ranking(Scorer ranker, StageGuard guard) {
    this.ranker = ranker;
    this.guard = guard;
  }

  /**
   * Scores.
   *
   * @param scores in the order of the candidates
   * @param version of the ranker; absent where it did not score
   * @param degraded why the answer is worse than it should be
   */
  @SuppressWarnings("ArrayRecordComponent") // lives for one request, never compared
  record Ranked(float[] scores, OptionalLong version, Optional<Degradation> degraded) {}

  Ranked rank(Query query, Retrieval.Retrieved retrieved, StageLog log, Call call) {
    Candidates candidates = retrieved.candidates();
    if (!retrieved.personal() || candidates.count() == 0) {
      return unranked(candidates, retrieved.degraded());
    }
    try {
      Scorer.Scores scored = guard.run(call, limited -> ranker.score(query, candidates, limited));
      ended(call, Optional.empty());
      log.end(Stage.RANK, candidates.count(), candidates.count(), "");
      return new Ranked(scored.scores(), scored.version(), Optional.empty());
    } catch (StageFailed failed) {
      degraded(call);
      log.end(Stage.RANK, candidates.count(), candidates.count(), "");
      return unranked(candidates, Optional.of(failed.answeredBy(AnsweredBy.RETRIEVAL)));
    } catch (Fault fault) {
      ended(call, Optional.of(fault));
      throw fault;
    }
  }

  /** Tells the ranker's arm; work of a batch is no reader's, and is not told. */
  private static void ended(Call call, Optional<Fault> fault) {
    if (call.urgency() != Urgency.BATCH) {
      call.ranker().ended(fault, Optional.empty());
    }
  }

  private static void degraded(Call call) {
    if (call.urgency() != Urgency.BATCH) {
      call.ranker().degraded();
    }
  }

  private static Ranked unranked(Candidates candidates, Optional<Degradation> degraded) {
    return new Ranked(candidates.retrievalScores(), OptionalLong.empty(), degraded);
  }
}
