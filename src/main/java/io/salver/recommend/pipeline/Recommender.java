package io.salver.recommend.pipeline;

import io.salver.fault.NotFound;
import io.salver.model.ModelId;
import io.salver.recommend.Degradation;
import io.salver.recommend.Fallback;
import io.salver.recommend.Recommendation;
import io.salver.recommend.RecommendationRequest;
import io.salver.recommend.RecommenderDescription;
import io.salver.recommend.SimilarRequest;
import io.salver.recommend.Stage;
import io.salver.recommend.Strategy;
import io.salver.recommend.catalogue.Catalogue;
import io.salver.recommend.catalogue.Column;
import io.salver.recommend.rerank.Rerank;
import io.salver.recommend.rerank.Reranker;
import io.salver.serving.ArmName;
import io.salver.serving.Route;
import io.salver.time.Ticker;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.function.Supplier;

/**
 * One recommender, ready to answer: reads top to bottom as the stages run. Immutable and
 * thread-safe; has a share of its bundle of towers and index until it is closed.
 */
final class Recommender implements AutoCloseable {

  private final RecommenderDefinition definition;
  private final BundleDefinition parts;
  private final Catalogue catalogue;
  private final EmbeddingBundle bundle;
  private final Stages stages;
  private final Runnable closing;
  private final InstantSource clock;
  private final Ticker ticker;

  /**
   * A recommender of these parts.
   *
   * @param closing gives its share of the bundle back
   */
  Recommender(
      RecommenderDefinition definition,
      BundleDefinition parts,
      Catalogue catalogue,
      Stages stages,
      Runnable closing,
      InstantSource clock,
      Ticker ticker) {
    this.definition = definition;
    this.parts = parts;
    this.catalogue = catalogue;
    this.closing = closing;
    this.bundle = stages.bundle();
    this.stages = stages;
    this.clock = clock;
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
      Retrieval retrieval,
      SimilarItems similar,
      Ranking ranking,
      Supplier<OptionalLong> rankerVersion,
      Reranker reranker,
      AnswerWriter writer,
      LastStage last,
      ListGroups groups) {}

  /** Answers one request on the calling thread, which may wait for models until the deadline. */
  Recommendation recommend(RecommendationRequest request, Call call) {
    StageLog log = new StageLog(ticker);
    checkBundle(request.bundle());
    SequencedMap<String, Column> attributes = stages.writer().columns(request.attributes());

    Query query = stages.hydrator().hydrate(request);
    Rerank rerank =
        stages.reranker().begin(request.reranking(), clock.instant(), query.raw(), call.id());
    int given = request.history().map(items -> items.size()).orElse(query.user().history().length);
    endFeatures(log, query, given);

    Eligibility eligible =
        Eligibility.of(query.excluded(), query.seen(), request.filters(), catalogue.items());
    log.end(Stage.FILTER, eligible.total(), eligible.kept(), eligible.removed());

    Retrieval.Retrieved retrieved = stages.retrieval().retrieve(query, eligible, log, call);
    Ranking.Ranked ranked = stages.ranking().rank(query, retrieved, log, call);

    boolean explains = request.explain() && ranked.version().isPresent();
    var task =
        new LastStage.Task(
            request.k(), rerank, attributes, explains ? Optional.of(query) : Optional.empty());
    var items =
        stages.last().run(task, retrieved.candidates(), ranked.scores(), eligible, vectors(), log);

    return answer(
        call,
        items,
        new Told(query.toldFallback(), ranked.degraded(), query.ignored(), ranked.version()),
        judged(query, retrieved.personal(), ranked.version(), call),
        request.strategy() == Strategy.POPULARITY
            ? Strategy.POPULARITY.label()
            : arm(call, ranked.version().isPresent()),
        log);
  }

  /** Finds the items nearest to one, on the calling thread. */
  Recommendation similar(SimilarRequest request, Call call) {
    StageLog log = new StageLog(ticker);
    checkBundle(request.bundle());
    SequencedMap<String, Column> attributes = stages.writer().columns(request.attributes());
    Rerank rerank =
        stages.reranker().begin(request.reranking(), clock.instant(), Map.of(), call.id());
    SimilarItems.Neighbourhood near = stages.similar().find(request, log, call);
    Candidates candidates = near.candidates();
    var items =
        stages
            .last()
            .run(
                new LastStage.Task(request.k(), rerank, attributes, Optional.empty()),
                candidates,
                candidates.retrievalScores(),
                near.eligible(),
                vectors(),
                log);
    Recommendation.Ignored ignored = new Recommendation.Ignored(0, near.unknown());
    return answer(
        call,
        items,
        new Told(Optional.empty(), Optional.empty(), ignored, OptionalLong.empty()),
        Recommendation.Judged.NOTHING,
        bundle.version(),
        log);
  }

  /** What it takes. */
  RecommenderDescription.Schema schema() {
    return SchemaWriter.write(definition, parts, catalogue, bundle, stages.rankerVersion().get());
  }

  RecommenderDefinition definition() {
    return definition;
  }

  EmbeddingBundle bundle() {
    return bundle;
  }

  @Override
  public void close() {
    closing.run();
  }

  private void checkBundle(Optional<String> wanted) {
    wanted.ifPresent(
        version -> {
          if (!version.equals(bundle.version())) {
            throw new NotFound(
                "there is no bundle '" + version + "'; there is '" + bundle.version() + "'");
          }
        });
  }

  private BundleVectors vectors() {
    return new BundleVectors(bundle.index());
  }

  /** The arms of rollouts that made the answer; the version of the bundle where nobody divides. */
  private String arm(Call call, boolean isRanked) {
    List<ArmName> arms = new ArrayList<>(call.bundle().arms());
    if (isRanked) {
      arms.addAll(call.ranker().arms());
    }
    return arms.isEmpty() ? bundle.version() : ArmName.text(arms);
  }

  /** The ways whose arms did their part. */
  private static List<Route> ways(Call call, Told told) {
    boolean isOfBundle = told.degraded().filter(each -> each.stage() != Stage.RANK).isEmpty();
    List<Route> ways = new ArrayList<>();
    call.bundle().taken().filter(_ -> isOfBundle).ifPresent(ways::add);
    call.ranker().taken().filter(_ -> told.ranker().isPresent()).ifPresent(ways::add);
    return ways;
  }

  /** What an answer tells beside its items. */
  private record Told(
      Optional<Fallback> fallback,
      Optional<Degradation> degraded,
      Recommendation.Ignored ignored,
      OptionalLong ranker) {}

  /** What clicks will say of the bundle and the ranker, as far as they did their part. */
  private Recommendation.Judged judged(
      Query query, boolean isOfBundle, OptionalLong ranker, Call call) {
    List<ModelId> models = new ArrayList<>();
    if (isOfBundle) {
      models.add(new ModelId(definition.name(), parts.version()));
    }
    ranker.ifPresent(version -> models.add(new ModelId(parts.ranker().name(), version)));
    return new Recommendation.Judged(
        models.stream().distinct().toList(),
        stages.groups().of(query),
        definition.policy().quality(),
        call.urgency() == Urgency.BATCH);
  }

  private Recommendation answer(
      Call call,
      List<Recommendation.Item> items,
      Told told,
      Recommendation.Judged judged,
      String arm,
      StageLog log) {
    return new Recommendation(
        call.id(),
        definition.name(),
        items,
        arm,
        ways(call, told),
        judged,
        told.fallback(),
        told.degraded(),
        told.ignored(),
        versions(told.ranker()),
        log.reports(),
        call.queueNanos(),
        log.elapsedNanos());
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
        parts.fingerprint(),
        bundle.userTower().version(),
        bundle.itemTower().version(),
        rankerVersion);
  }
}
