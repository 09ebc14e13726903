package io.salver.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.salver.model.NativeHandles;
import io.salver.recommend.RecommendationIds;
import io.salver.recommend.RecommendationObserver;
import io.salver.recommend.pipeline.Backoff;
import io.salver.recommend.pipeline.BatchService;
import io.salver.recommend.pipeline.PipelineService;
import io.salver.recommend.pipeline.RecommenderAssembler;
import io.salver.recommend.pipeline.Recommenders;
import io.salver.serving.InferenceService;
import io.salver.telemetry.RecommendationMetrics;
import io.salver.tensor.DirectMemoryPool;
import io.salver.time.Ticker;
import io.salver.vector.VectorIndexes;
import io.salver.vector.faiss.FaissIndexes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;

/** Constructs what recommends. */
@Singleton
final class RecommenderComponents {

  @Produces
  @Singleton
  VectorIndexes indexes(NativeHandles handles) {
    return new FaissIndexes(Runtime.getRuntime().availableProcessors(), handles);
  }

  @Produces
  @Singleton
  RecommendationObserver observer(MeterRegistry registry) {
    return new RecommendationMetrics(registry, Clock.systemUTC());
  }

  @Produces
  @Singleton
  Recommenders recommenders(
      InferenceService inference,
      VectorIndexes indexes,
      DirectMemoryPool memory,
      Ticker ticker,
      RecommendationObserver observer) {
    return new Recommenders(
        new RecommenderAssembler(inference, indexes, memory, Clock.systemUTC(), ticker), observer);
  }

  @Produces
  @Singleton
  PipelineService pipelines(
      SalverConfig config,
      Recommenders recommenders,
      RecommendationObserver observer,
      Ticker ticker) {
    SalverConfig.Recommenders settings = config.recommenders();
    return new PipelineService(
        recommenders,
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
