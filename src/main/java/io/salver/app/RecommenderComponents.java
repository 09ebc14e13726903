package io.salver.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;
import io.salver.model.NativeHandles;
import io.salver.monitor.PredictionObserver;
import io.salver.monitor.outcome.QualityMonitors;
import io.salver.recommend.RecommendationIds;
import io.salver.recommend.RecommendationObserver;
import io.salver.recommend.RecommendationRouting;
import io.salver.recommend.feedback.FeedbackTracker;
import io.salver.recommend.feedback.TrackedRecommendations;
import io.salver.recommend.live.LiveCatalogues;
import io.salver.recommend.live.LiveSettings;
import io.salver.recommend.pipeline.Backoff;
import io.salver.recommend.pipeline.BatchService;
import io.salver.recommend.pipeline.BundleIndexes;
import io.salver.recommend.pipeline.PipelineService;
import io.salver.recommend.pipeline.RecallSampler;
import io.salver.recommend.pipeline.RecommenderAssembler;
import io.salver.recommend.pipeline.Recommenders;
import io.salver.serving.InferenceService;
import io.salver.store.JdbcStore;
import io.salver.telemetry.FeedbackMetrics;
import io.salver.telemetry.ListMetrics;
import io.salver.telemetry.RecommendationMetrics;
import io.salver.tensor.DirectMemoryPool;
import io.salver.time.Ticker;
import io.salver.vector.VectorIndexes;
import io.salver.vector.faiss.FaissIndexes;
import io.salver.vector.living.LivingIndexSettings;
import io.salver.vector.pgvector.PgvectorIndexes;
import io.salver.vector.pgvector.PgvectorSettings;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Executors;

/** Constructs what recommends. */
@Singleton
final class RecommenderComponents {

  private static final int STORE_READERS = 2;

  @Produces
  @Singleton
  VectorIndexes indexes(SalverConfig config, NativeHandles handles) {
    VectorIndexes faiss = new FaissIndexes(Runtime.getRuntime().availableProcessors(), handles);
    SalverConfig.Vectors vectors = config.vectors();
    return vectors
        .url()
        .<VectorIndexes>map(
            url ->
                new PgvectorIndexes(
                    new PgvectorSettings(
                        url, vectors.username(), vectors.password(), vectors.connections()),
                    faiss))
        .orElse(faiss);
  }

  void close(@Disposes VectorIndexes indexes) {
    if (indexes instanceof PgvectorIndexes database) {
      database.close();
    }
  }

  @Produces
  @Singleton
  FeedbackTracker feedback(
      SalverConfig config,
      MeterRegistry registry,
      LiveCatalogues catalogues,
      QualityMonitors quality,
      Ticker ticker) {
    SalverConfig.Recommenders settings = config.recommenders();
    return new FeedbackTracker(
        new FeedbackTracker.Times(settings.attribution(), settings.batchAttribution()),
        ticker,
        new FeedbackMetrics(registry, catalogues::items),
        new ListMetrics(registry),
        quality);
  }

  @Produces
  @Singleton
  RecommendationObserver observer(MeterRegistry registry, FeedbackTracker feedback) {
    return new TrackedRecommendations(
        new RecommendationMetrics(registry, Clock.systemUTC()), feedback);
  }

  @Produces
  @Singleton
  RecallSampler recall(SalverConfig config, RecommendationObserver observer) {
    return new RecallSampler(
        config.recommenders().recallSample(),
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("recall").factory()),
        observer);
  }

  @Produces
  @Singleton
  BundleIndexes bundleIndexes(SalverConfig config, VectorIndexes indexes, Ticker ticker) {
    long budget =
        config
            .recommenders()
            .indexMemory()
            .map(MemorySize::asLongValue)
            .orElse(LivingIndexSettings.UNLIMITED);
    return new BundleIndexes(indexes, budget, Clock.systemUTC(), ticker);
  }

  @Produces
  @Singleton
  LiveCatalogues catalogues(SalverConfig config, JdbcStore store, Ticker ticker) {
    SalverConfig.Recommenders settings = config.recommenders();
    LiveSettings live =
        new LiveSettings(
            settings.snapshots(), settings.snapshotEvery(), settings.poll(), STORE_READERS);
    return new LiveCatalogues(store, store, live, Clock.systemUTC(), ticker);
  }

  @Produces
  @Singleton
  Recommenders recommenders(
      InferenceService inference,
      BundleIndexes indexes,
      LiveCatalogues catalogues,
      DirectMemoryPool memory,
      Ticker ticker,
      RecallSampler recall,
      FeedbackTracker feedback,
      RecommendationObserver observer,
      RecommendationRouting routing,
      PredictionObserver predictions) {
    Clock clock = Clock.systemUTC();
    return new Recommenders(
        new RecommenderAssembler(
            inference, indexes, memory, recall, predictions, routing, clock, ticker),
        catalogues,
        feedback::happened,
        observer,
        clock,
        ticker);
  }

  @Produces
  @Singleton
  PipelineService pipelines(
      SalverConfig config,
      Recommenders recommenders,
      RecommendationRouting routing,
      RecommendationObserver observer,
      Ticker ticker) {
    SalverConfig.Recommenders settings = config.recommenders();
    return new PipelineService(
        recommenders,
        routing,
        observer,
        RecommendationIds.ulids(Clock.systemUTC(), new SecureRandom()),
        ticker,
        settings.threads(),
        settings.queue());
  }

  @Produces
  @Singleton
  BatchService batches(SalverConfig config, PipelineService pipelines) {
    SalverConfig.Recommenders settings = config.recommenders();
    return new BatchService(
        pipelines::answerBatch, Backoff.DOUBLING, settings.batchThreads(), settings.batches());
  }
}
