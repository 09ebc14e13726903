package io.salver.recommend.pipeline;

import io.salver.fault.BackendFailure;
import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.model.ModelId;
import io.salver.model.Signature;
import io.salver.recommend.catalogue.Column;
import io.salver.recommend.catalogue.Table;
import io.salver.recommend.feature.EncodedTable;
import io.salver.recommend.feature.EncodingPlan;
import io.salver.recommend.feature.Feature;
import io.salver.recommend.feature.FeatureSet;
import io.salver.recommend.feature.Owner;
import io.salver.recommend.rerank.Reranker;
import io.salver.serving.InferenceService;
import io.salver.serving.ModelDescription;
import io.salver.serving.ModelReference;
import io.salver.tensor.DirectMemoryPool;
import io.salver.time.Ticker;
import io.salver.vector.IndexKind;
import io.salver.vector.VectorIndexes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Turns a definition into a recommender: checks it against the models, compiles the encoding plans,
 * runs the item tower over the catalogue and builds the index. Blocking; thread-safe.
 */
public final class RecommenderAssembler {

  private final InferenceService inference;
  private final ModelRunner models;
  private final EmbeddingIndexer indexer;
  private final InstantSource clock;
  private final Ticker ticker;

  /** An assembler whose recommenders run models through {@code inference}. */
  public RecommenderAssembler(
      InferenceService inference,
      VectorIndexes indexes,
      DirectMemoryPool memory,
      InstantSource clock,
      Ticker ticker) {
    this.inference = inference;
    this.models = new ModelRunner(inference, memory);
    this.indexer = new EmbeddingIndexer(models, indexes);
    this.clock = clock;
    this.ticker = ticker;
  }

  /**
   * Makes a recommender, which the caller closes.
   *
   * @throws io.salver.fault.Fault with the reason why it cannot answer
   */
  Recommender assemble(RecommenderDefinition definition) {
    FeatureSet features = definition.features();
    Table items = definition.catalogue().items();
    if (items.size() == 0) {
      throw new BackendFailure("the catalogue has no items");
    }
    EncodedTable encoded = new EncodedTable(items, features.owned(Owner.ITEM));
    EncodingPlan user = new EncodingPlan(features.userTower(), encoded);
    EncodingPlan item = new EncodingPlan(features.itemTower(), encoded);
    EncodingPlan rank = new EncodingPlan(features.ranker(), encoded);
    QueryHydrator hydrator =
        new QueryHydrator(definition.catalogue(), features, definition.historyLength(), clock);
    PopularitySource popular = popular(definition);
    checkRanker(definition, rank);
    Reranker reranker = new Reranker(definition.policy().rerank(), items);
    reranker.check(requestFeatures(features));
    EmbeddingBundle bundle = bundle(definition, user, item);
    StageGuards guards = StageGuards.of(definition.policy().budgets(), ticker);
    TwoTowerSource source = new TwoTowerSource(models, user, bundle, items.ids(), guards);
    AnswerWriter writer = new AnswerWriter(items, features, rank);
    return new Recommender(
        definition,
        new Recommender.Stages(
            bundle,
            hydrator,
            new Retrieval(source, popular),
            new SimilarItems(items, new BundleVectors(bundle.index()), source),
            new Ranking(new RankerScorer(models, definition.ranker(), rank), guards.rank()),
            () -> serving(definition.ranker()),
            reranker,
            writer,
            new LastStage(writer, items.ids())),
        clock,
        ticker);
  }

  private static List<String> requestFeatures(FeatureSet features) {
    return Stream.concat(
            features.owned(Owner.USER).stream(), features.owned(Owner.CONTEXT).stream())
        .map(Feature::name)
        .toList();
  }

  private void checkRanker(RecommenderDefinition definition, EncodingPlan plan) {
    Signature signature = inference.describe(definition.ranker()).signature();
    plan.check(definition.ranker().toString(), signature);
    RankerScorer.check(definition.ranker().toString(), signature);
  }

  private EmbeddingBundle bundle(
      RecommenderDefinition definition, EncodingPlan user, EncodingPlan item) {
    long start = ticker.nanos();
    ModelId userTower = resolve(definition.userTower());
    ModelId itemTower = resolve(definition.itemTower());
    int dimension = dimension(definition.itemTower(), item);
    int queryDimension = dimension(definition.userTower(), user);
    if (dimension != queryDimension) {
      throw new BackendFailure(
          "the towers do not share a space: "
              + userTower
              + " embeds into "
              + queryDimension
              + " components, "
              + itemTower
              + " into "
              + dimension);
    }
    EmbeddingIndexer.Indexed indexed =
        indexer.index(
            definition.itemTower(),
            item,
            definition.catalogue().items().size(),
            dimension,
            IndexKind.resolve(definition.index(), definition.catalogue().items().size()));
    return new EmbeddingBundle(
        userTower,
        itemTower,
        indexed.index(),
        indexed.fingerprint(),
        clock.instant(),
        Duration.ofNanos(ticker.nanos() - start));
  }

  private int dimension(ModelReference tower, EncodingPlan plan) {
    Signature signature = inference.describe(tower).signature();
    plan.check(tower.toString(), signature);
    return Embeddings.dimension(tower.toString(), signature);
  }

  private ModelId resolve(ModelReference model) {
    ModelDescription description = inference.describe(model);
    return new ModelId(
        model.name(), model.version().orElseGet(() -> description.versions().getLast()));
  }

  private OptionalLong serving(ModelReference ranker) {
    try {
      return OptionalLong.of(
          ranker.version().orElseGet(() -> inference.describe(ranker).versions().getLast()));
    } catch (NotFound | NotReady notServing) {
      return OptionalLong.empty();
    }
  }

  private static PopularitySource popular(RecommenderDefinition definition) {
    Table items = definition.catalogue().items();
    Optional<Column.Numbers> column = definition.popularity().map(name -> numbers(name, items));
    return new PopularitySource(items.ids(), column, segments(definition));
  }

  private static Column.Numbers numbers(String name, Table items) {
    if (items.find(name).orElse(null) instanceof Column.Numbers numbers) {
      return numbers;
    }
    throw new BackendFailure(
        "popularity expects a column of numbers, '"
            + name
            + "' is none; columns: "
            + items.names());
  }

  /** What the stored histories say of segments; the catalogue's follower goes on from there. */
  private static Optional<SegmentPopularity> segments(RecommenderDefinition definition) {
    PopularityPolicy policy = definition.policy().popularity();
    if (policy.segments().isEmpty()) {
      return Optional.empty();
    }
    SegmentPopularity counted = new SegmentPopularity(policy);
    Table users = definition.catalogue().users();
    for (int user = 0; user < users.size(); user++) {
      List<String> values = counted.user(users, user);
      for (int item : definition.catalogue().histories().of(user)) {
        counted.count(values, item, 1);
      }
    }
    return Optional.of(counted);
  }
}
