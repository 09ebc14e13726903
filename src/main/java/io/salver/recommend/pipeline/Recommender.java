package io.salver.recommend.pipeline;

import io.salver.recommend.Recommendation;
import io.salver.recommend.RecommendationRequest;
import io.salver.recommend.RecommenderDescription;
import io.salver.recommend.Stage;
import io.salver.recommend.catalogue.Column;
import io.salver.time.Deadline;
import io.salver.time.Ticker;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.function.Supplier;

/**
 * One recommender, ready to answer: reads top to bottom as the stages run. Immutable and
 * thread-safe; owns its bundle of towers and index, and is closed by whoever registered it.
 */
final class Recommender implements AutoCloseable {

  private final RecommenderDefinition definition;
  private final EmbeddingBundle bundle;
  private final QueryHydrator hydrator;
  private final CandidateSource twoTower;
  private final CandidateSource popular;
  private final Scorer ranker;
  private final AnswerWriter writer;
  private final Supplier<OptionalLong> rankerVersion;
  private final Ticker ticker;

  Recommender(RecommenderDefinition definition, Stages stages, Ticker ticker) {
    this.definition = definition;
    this.bundle = stages.bundle();
    this.hydrator = stages.hydrator();
    this.twoTower = stages.twoTower();
    this.popular = stages.popular();
    this.ranker = stages.ranker();
    this.writer = stages.writer();
    this.rankerVersion = stages.rankerVersion();
    this.ticker = ticker;
  }

  /**
   * The parts that make a recommender.
   *
   * @param rankerVersion the version that would rank now; empty when none is ready
   */
  record Stages(
      EmbeddingBundle bundle,
      QueryHydrator hydrator,
      CandidateSource twoTower,
      CandidateSource popular,
      Scorer ranker,
      Supplier<OptionalLong> rankerVersion,
      AnswerWriter writer) {}

  /** Answers one request on the calling thread, which may wait for models until the deadline. */
  Recommendation recommend(RecommendationRequest request, Call call) {
    Deadline deadline = call.deadline();
    StageLog log = new StageLog(ticker);
    SequencedMap<String, Column> attributes = writer.columns(request.attributes());

    Query query = hydrator.hydrate(request);
    int given = request.history().map(items -> items.size()).orElse(query.user().history().length);
    endFeatures(log, query, given);

    Eligibility eligible = Eligibility.of(query, definition.catalogue().items());
    log.end(Stage.FILTER, eligible.total(), eligible.kept(), eligible.removed());

    CandidateSource source = query.byPopularity() ? popular : twoTower;
    Candidates candidates = source.retrieve(query, eligible, log, deadline);

    Scorer.Scores scored = score(query, candidates, log, deadline);

    int[] positions = TopKSelector.select(scored.scores(), request.k());
    var items = writer.write(query, candidates, scored.scores(), positions, attributes);
    log.end(Stage.RERANK, candidates.count(), items.size(), "k");

    return new Recommendation(
        call.id(),
        definition.name(),
        items,
        bundle.version(),
        query.fallback(),
        Optional.empty(),
        query.ignored(),
        versions(scored.version()),
        log.reports(),
        call.queueNanos(),
        log.elapsedNanos());
  }

  /** What it takes. */
  RecommenderDescription.Schema schema() {
    return SchemaWriter.write(definition, bundle, rankerVersion.get());
  }

  RecommenderDefinition definition() {
    return definition;
  }

  EmbeddingBundle bundle() {
    return bundle;
  }

  @Override
  public void close() {
    bundle.close();
  }

  private Scorer.Scores score(Query query, Candidates candidates, StageLog log, Deadline deadline) {
    if (query.byPopularity() || candidates.count() == 0) {
      return new Scorer.Scores(candidates.retrievalScores(), OptionalLong.empty());
    }
    deadline.check(Stage.RANK.label());
    Scorer.Scores scored = ranker.score(query, candidates, deadline);
    log.end(Stage.RANK, candidates.count(), candidates.count(), "");
    return scored;
  }

  private static void endFeatures(StageLog log, Query query, int given) {
    SequencedMap<String, Integer> removed = new LinkedHashMap<>();
    int unknown = query.ignored().history();
    int kept = query.user().history().length;
    if (unknown > 0) {
      removed.put("unknown_item", unknown);
    }
    if (given - unknown > kept) {
      removed.put("history_length", given - unknown - kept);
    }
    log.end(Stage.FEATURES, given, kept, removed);
  }

  private Recommendation.Versions versions(OptionalLong rankerVersion) {
    return new Recommendation.Versions(
        bundle.version(),
        bundle.userTower().version(),
        bundle.itemTower().version(),
        rankerVersion);
  }
}
