package io.salver.recommend.pipeline;

import io.salver.fault.BackendFailure;
import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.model.ModelId;
import io.salver.model.Signature;
import io.salver.monitor.PredictionObserver;
import io.salver.recommend.RecommendationRouting;
import io.salver.recommend.catalogue.Catalogue;
import io.salver.recommend.catalogue.NumberColumn;
import io.salver.recommend.catalogue.Table;
import io.salver.recommend.feature.EncodedTable;
import io.salver.recommend.feature.EncodingPlan;
import io.salver.recommend.feature.Feature;
import io.salver.recommend.feature.FeatureSet;
import io.salver.recommend.feature.ModelInputs;
import io.salver.recommend.feature.Owner;
import io.salver.recommend.live.LiveCatalogue;
import io.salver.recommend.rerank.Reranker;
import io.salver.serving.InferenceService;
import io.salver.serving.ModelDescription;
import io.salver.serving.ModelReference;
import io.salver.tensor.DirectMemoryPool;
import io.salver.time.Ticker;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Turns a definition into a recommender: checks it against the models, compiles the encoding plans,
 * and has the item tower run over the catalogue. Blocking; one thread at a time.
 */
public final class RecommenderAssembler {

  private final InferenceService inference;
  private final ModelRunner models;
  private final BundleIndexes indexes;
  private final RecallSampler sampler;
  private final CandidateWatching watching;
  private final RecommendationRouting routing;
  private final InstantSource clock;
  private final Ticker ticker;
  private final SharedBundles bundles = new SharedBundles();

  /** An assembler whose recommenders run models through {@code inference}; nobody watches them. */
  public RecommenderAssembler(
      InferenceService inference,
      BundleIndexes indexes,
      DirectMemoryPool memory,
      RecallSampler sampler,
      InstantSource clock,
      Ticker ticker) {
    this(
        inference,
        indexes,
        memory,
        sampler,
        PredictionObserver.NONE,
        RecommendationRouting.NONE,
        clock,
        ticker);
  }

  /** The same; {@code observer} hears what the models are asked, {@code routing} divides. */
  public RecommenderAssembler(
      InferenceService inference,
      BundleIndexes indexes,
      DirectMemoryPool memory,
      RecallSampler sampler,
      PredictionObserver observer,
      RecommendationRouting routing,
      InstantSource clock,
      Ticker ticker) {
    this.inference = inference;
    this.routing = routing;
    this.watching = new CandidateWatching(observer, clock);
    this.models = new ModelRunner(inference, memory);
    this.indexes = indexes;
    this.sampler = sampler;
    this.clock = clock;
    this.ticker = ticker;
  }

  /**
   * Makes a recommender, which the caller closes.
   *
   * @param segments what is popular by segment; absent: it is not told apart
   * @throws io.salver.fault.Fault with the reason why it cannot answer
   */
  Recommender assemble(
      RecommenderDefinition definition,
      BundleDefinition parts,
      LiveCatalogue live,
      Optional<SegmentPopularity> segments) {
    Catalogue catalogue = live.catalogue();
    PopularitySource popular = popular(definition, catalogue.items(), segments);
    FeatureSet features = parts.features();
    EncodedTable untried = new EncodedTable(catalogue.items(), features.features());
    var unused = plan(parts.userTower(), features.userTower(), untried);
    unused = plan(parts.ranker(), features.ranker(), untried);
    RankerScorer.check(parts.ranker().toString(), signature(parts.ranker()));
    Table items = catalogue.items();
    Reranker reranker = new Reranker(definition.policy().rerank(), items);
    reranker.check(requestFeatures(features));
    ListGroups groups = ListGroups.of(definition.policy(), requestFeatures(features));
    String key = definition.name() + "/" + parts.version() + "/" + parts.fingerprint();
    EmbeddingBundle bundle = bundles.acquire(key, () -> bundle(parts, live));
    EncodingPlan rank = plan(parts.ranker(), features.ranker(), bundle.encoded());
    EncodingPlan user = plan(parts.userTower(), features.userTower(), bundle.encoded());
    StageGuards guards = StageGuards.of(definition.policy().budgets(), ticker);
    TwoTowerSource source =
        new TwoTowerSource(
            models, user, bundle, items.ids(), guards, sampler, watching, definition.name());
    AnswerWriter writer = new AnswerWriter(items, features, rank);
    return new Recommender(
        definition,
        parts,
        catalogue,
        new Recommender.Stages(
            bundle,
            new QueryHydrator(catalogue, features, definition.historyLength(), clock),
            new Retrieval(source, popular),
            new SimilarItems(items, new BundleVectors(bundle.index()), source),
            new Ranking(
                new RankerScorer(models, rankers(definition, parts), rank, watching),
                guards.rank()),
            () -> serving(parts.ranker()),
            reranker,
            writer,
            new LastStage(writer, items.ids()),
            groups),
        () -> bundles.release(key, last -> close(last, live)),
        clock,
        ticker);
  }

  private RankerVersions rankers(RecommenderDefinition definition, BundleDefinition parts) {
    return new RankerVersions(definition.name(), parts.ranker(), routing.rankers(), inference);
  }

  private static List<String> requestFeatures(FeatureSet features) {
    return Stream.concat(
            features.owned(Owner.USER).stream(), features.owned(Owner.CONTEXT).stream())
        .map(Feature::name)
        .toList();
  }

  /** A bundle that knows all items and follows them. */
  private EmbeddingBundle bundle(BundleDefinition parts, LiveCatalogue live) {
    EncodedTable encoded = new EncodedTable(live.catalogue().items(), parts.features().features());
    encoded.encodeAll();
    EncodingPlan item = plan(parts.itemTower(), parts.features().itemTower(), encoded);
    int dimension =
        Embeddings.dimension(parts.itemTower().toString(), signature(parts.itemTower()));
    int queries = Embeddings.dimension(parts.userTower().toString(), signature(parts.userTower()));
    if (dimension != queries) {
      throw new BackendFailure(
          "the towers do not share a space: %s embeds into %d components, %s into %d"
              .formatted(parts.userTower(), queries, parts.itemTower(), dimension));
    }
    Optional<LiveCatalogue.Saved> saved = live.saved(EmbeddingBundle.name(parts));
    BundleIndexes.Opened opened = indexes.open(dimension, parts.index(), saved);
    EmbeddingBundle bundle =
        new EmbeddingBundle(
            parts,
            resolve(parts.userTower()),
            resolve(parts.itemTower()),
            new EmbeddingBundle.ItemEmbedder(
                models, resolve(parts.itemTower()), item, dimension, watching),
            encoded,
            opened.index());
    try {
      live.attach(bundle, opened.position());
      indexes.settle(bundle.index());
      return bundle;
    } catch (RuntimeException failure) {
      close(bundle, live);
      throw failure;
    }
  }

  private static void close(EmbeddingBundle bundle, LiveCatalogue live) {
    live.detach(bundle);
    bundle.close();
  }

  private EncodingPlan plan(ModelReference model, ModelInputs inputs, EncodedTable items) {
    return EncodingPlan.of(model.toString(), signature(model), inputs, items);
  }

  private Signature signature(ModelReference model) {
    return inference.describe(model).signature();
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

  private static PopularitySource popular(
      RecommenderDefinition definition, Table items, Optional<SegmentPopularity> segments) {
    Optional<NumberColumn> column = definition.popularity().map(name -> numbers(name, items));
    return new PopularitySource(items.ids(), column, segments);
  }

  private static NumberColumn numbers(String name, Table items) {
    if (items.find(name).orElse(null) instanceof NumberColumn numbers) {
      return numbers;
    }
    throw new BackendFailure(
        "popularity expects a column of numbers, '"
            + name
            + "' is none; columns: "
            + items.names());
  }
}
