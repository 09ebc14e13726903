package io.salver.recommend.pipeline;

import io.salver.recommend.RecommendationObserver;
import io.salver.recommend.RecommendationRouting;
import io.salver.recommend.catalogue.Column;
import io.salver.recommend.catalogue.ColumnBuilder;
import io.salver.recommend.catalogue.IdDirectory;
import io.salver.recommend.catalogue.Table;
import io.salver.recommend.feature.Feature;
import io.salver.recommend.feature.FeatureSet;
import io.salver.recommend.feature.ModelInputs;
import io.salver.recommend.feature.Owner;
import io.salver.recommend.feature.Scale;
import io.salver.recommend.feature.Vocabulary;
import io.salver.recommend.live.CatalogueListener;
import io.salver.recommend.live.LiveCatalogue;
import io.salver.recommend.live.LiveCatalogues;
import io.salver.recommend.live.LiveSettings;
import io.salver.serving.ModelReference;
import io.salver.task.RecordedObservations;
import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import io.salver.testkit.InMemoryChangeLog;
import io.salver.time.Ticker;
import io.salver.vector.ExactIndexes;
import io.salver.vector.living.LivingIndexSettings;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Six items and two users, small enough to compute by hand. Item ids are 10, 20, … 60. The user
 * tower points at the item of the user's newest history entry: the embedding of item row {@code r}
 * is {@code (cos, sin)} of {@code r · 10°}, so the nearest rows are its neighbours. The ranker
 * scores by price, the cheapest first.
 */
final class TinyShop {

  static final Instant NOW = Instant.parse("2026-03-02T15:04:05Z"); // a Monday
  static final double STEP = Math.toRadians(10);

  private static final IdDirectory ITEMS = IdDirectory.of(new long[] {10, 20, 30, 40, 50, 60});
  private static final IdDirectory USERS = IdDirectory.of(new long[] {1, 2});

  final RecordedObservations watched = new RecordedObservations();

  /** How its traffic is divided; to be set before it is assembled. */
  RecommendationRouting routing = RecommendationRouting.NONE;

  final FakeInference inference = new FakeInference();
  final DirectMemoryPool memory = new DirectMemoryPool(1 << 20);
  final InMemoryChangeLog log = new InMemoryChangeLog();
  final LiveCatalogues catalogues;

  /** A shop that keeps its snapshots in a directory of its own. */
  TinyShop() {
    this(Path.of("target", "tiny-shop", UUID.randomUUID().toString()));
  }

  /** A shop that keeps its snapshots in that directory. */
  TinyShop(Path directory) {
    LiveSettings settings =
        new LiveSettings(directory, Duration.ofHours(1), Duration.ofMillis(5), 1);
    this.catalogues = new LiveCatalogues(log, log, settings, () -> NOW, Ticker.SYSTEM);
    TensorSpec history = spec("history", DataType.INT64, 3);
    inference.add(
        "tiny-user",
        List.of(spec("categorical", DataType.INT64, 2), history),
        "embedding",
        2,
        TinyShop::embedUser);
    inference.add(
        "tiny-item",
        List.of(spec("categorical", DataType.INT64, 1), spec("numeric", DataType.FP32, 1)),
        "embedding",
        2,
        TinyShop::embedItems);
    inference.add(
        "tiny-ranker",
        List.of(spec("categorical", DataType.INT64, 6), spec("numeric", DataType.FP32, 4), history),
        "score",
        0,
        TinyShop::cheapestFirst);
  }

  Recommender recommender() {
    return recommender(PipelinePolicy.NONE);
  }

  Recommender recommender(PipelinePolicy policy) {
    RecommenderDefinition tiny = definition("tiny", policy);
    LiveCatalogue live = catalogues.open("tiny", tiny.seed(), catalogue -> CatalogueListener.NONE);
    return assembler().assemble(tiny, tiny.bundles().getFirst(), live, Optional.empty());
  }

  Recommenders recommenders(RecommendationObserver observer) {
    return new Recommenders(
        assembler(), catalogues, (name, event) -> {}, observer, () -> NOW, Ticker.SYSTEM);
  }

  RecommenderAssembler assembler() {
    return new RecommenderAssembler(
        inference,
        new BundleIndexes(
            new ExactIndexes(), LivingIndexSettings.UNLIMITED, () -> NOW, Ticker.SYSTEM),
        memory,
        new RecallSampler(0, Runnable::run, RecommendationObserver.NONE),
        watched,
        routing,
        () -> NOW,
        Ticker.SYSTEM);
  }

  static RecommenderDefinition definition(String name) {
    return definition(name, PipelinePolicy.NONE);
  }

  static RecommenderDefinition definition(String name, PipelinePolicy policy) {
    BundleDefinition bundle =
        new BundleDefinition(
            1,
            new ModelReference("tiny-user", Optional.of(1L)),
            new ModelReference("tiny-item", Optional.of(1L)),
            ModelReference.latest("tiny-ranker"),
            "Flat",
            features(),
            "abc");
    return new RecommenderDefinition(
        name,
        "Six things",
        List.of(bundle),
        1,
        Optional.of("popularity"),
        3,
        new TableSeed(items(), users(), Map.of(1L, List.of(10L, 20L))),
        policy,
        "");
  }

  private static Table items() {
    Map<String, Column> items =
        Map.of(
            "category", column("shoes", "shoes", "hats", "hats", "", "bags").texts(),
            "tags", column("red|new", "red", "new", "", "blue|new", "blue").textLists(),
            "price", column("10", "20", "30", "40", "50", "").numbers(),
            "popularity", column("1", "5", "3", "5", "2", "").numbers());
    return new Table(ITEMS, items);
  }

  private static Table users() {
    return new Table(USERS, Map.of("age", column("young", "old").texts()));
  }

  static FeatureSet features() {
    Feature.Identity user = new Feature.Identity("user.id", Owner.USER, USERS);
    Feature.Category age = category("user.age", Owner.USER, "young", "old");
    Feature.Sequence history = new Feature.Sequence("user.history", 3);
    Feature.Identity item = new Feature.Identity("item.id", Owner.ITEM, ITEMS);
    Feature.Category category = category("item.category", Owner.ITEM, "shoes", "hats");
    Feature.Categories tags =
        new Feature.Categories("item.tags", Owner.ITEM, new Vocabulary(List.of("red", "new")), 2);
    Feature.Scaled price = new Feature.Scaled("item.price", Owner.ITEM, new Scale(false, 30, 10));
    Feature.Category day =
        category("context.day_of_week", Owner.CONTEXT, "1", "2", "3", "4", "5", "6", "7");
    Feature.HistoryShare share = new Feature.HistoryShare("cross.category_share", category);
    Feature.HistoryGap gap = new Feature.HistoryGap("cross.price_gap", price);
    Feature.RetrievalScore score =
        new Feature.RetrievalScore("retrieval.score", new Scale(false, 0, 1));
    return new FeatureSet(
        List.of(user, age, history, item, category, tags, price, day, share, gap, score),
        new ModelInputs(List.of(user, age), List.of(), Optional.of(history)),
        new ModelInputs(List.of(item), List.of(price), Optional.empty()),
        new ModelInputs(
            List.of(user, age, category, tags, day),
            List.of(price, share, gap, score),
            Optional.of(history)));
  }

  static ColumnBuilder column(String... values) {
    ColumnBuilder builder = new ColumnBuilder("test");
    for (String value : values) {
      builder.add(value);
    }
    return builder;
  }

  private static Feature.Category category(String name, Owner owner, String... words) {
    return new Feature.Category(name, owner, new Vocabulary(List.of(words)));
  }

  private static TensorSpec spec(String name, DataType type, int width) {
    return new TensorSpec(name, type, Shape.of(Shape.ANY, width));
  }

  private static float[] embedUser(Tensors inputs, int rows) {
    LongBuffer history = inputs.dense("history").view().asLongBuffer();
    return direction(Math.max(0, history.get(2) - 1));
  }

  private static float[] embedItems(Tensors inputs, int rows) {
    LongBuffer items = inputs.dense("categorical").view().asLongBuffer();
    float[] embeddings = new float[rows * 2];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(direction(items.get(i) - 1), 0, embeddings, i * 2, 2);
    }
    return embeddings;
  }

  private static float[] direction(long row) {
    return new float[] {(float) Math.cos(row * STEP), (float) Math.sin(row * STEP)};
  }

  private static float[] cheapestFirst(Tensors inputs, int rows) {
    FloatBuffer numeric = inputs.dense("numeric").view().asFloatBuffer();
    float[] scores = new float[rows];
    for (int i = 0; i < rows; i++) {
      scores[i] = -numeric.get(i * 4);
    }
    return scores;
  }
}
