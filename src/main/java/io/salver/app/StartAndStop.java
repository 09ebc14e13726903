package io.salver.app;

import io.quarkus.grpc.runtime.GrpcServerRecorder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.salver.api.grpc.GrpcShutdown;
import io.salver.monitor.ObservationRelay;
import io.salver.monitor.outcome.PredictionMemory;
import io.salver.recommend.live.LiveCatalogues;
import io.salver.recommend.pipeline.BatchService;
import io.salver.recommend.pipeline.BundleIndexes;
import io.salver.recommend.pipeline.PipelineService;
import io.salver.recommend.pipeline.Recommenders;
import io.salver.repository.recommender.RecommenderFolder;
import io.salver.serving.InferenceService.State;
import io.salver.serving.InferenceService.VersionStatus;
import io.salver.serving.ModelHost;
import io.salver.serving.ModelInferenceService;
import io.salver.time.Deadline;
import io.salver.time.Ticker;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The order of start and stop. Models load beside the event loops, so that the service answers for
 * its health from the first moment; recommenders load when every model has settled, because they
 * run the towers.
 *
 * <p>Stop: send gRPC clients away and answer their calls, as the platform has done with those over
 * HTTP → admit nothing more, read no disk more → finish recommendations → make durable and apply
 * what was accepted, and save the indexes → close the recommenders → drain and close models → look
 * at what was observed last and remember it → end the loaders.
 */
@Singleton
final class StartAndStop {

  private static final Logger LOG = System.getLogger(StartAndStop.class.getName());
  private static final Duration LOAD_LIMIT = Duration.ofMinutes(10);
  private static final Duration RETRY = Duration.ofSeconds(30);
  private static final long LEAST_DRAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final SalverConfig config;
  private final FirstModels first;
  private final ModelHost models;
  private final ModelInferenceService inference;
  private final GrpcShutdown grpc;
  private final Recommenders recommenders;
  private final PipelineService pipelines;
  private final BatchService batches;
  private final LiveCatalogues catalogues;
  private final BundleIndexes indexes;
  private final ModelComponents.LoaderThreads loaders;
  private final ModelComponents.RepositoryThread repositoryThread;
  private final ObservationRelay watching;
  private final PredictionMemory memory;
  private final FeedbackThreads feedback;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile boolean started;

  @Inject
  StartAndStop(
      SalverConfig config,
      FirstModels first,
      ModelHost models,
      ModelInferenceService inference,
      GrpcShutdown grpc,
      Recommenders recommenders,
      PipelineService pipelines,
      BatchService batches,
      LiveCatalogues catalogues,
      BundleIndexes indexes,
      ModelComponents.LoaderThreads loaders,
      ModelComponents.RepositoryThread repositoryThread,
      ObservationRelay watching,
      PredictionMemory memory,
      FeedbackThreads feedback) {
    this.config = config;
    this.first = first;
    this.models = models;
    this.inference = inference;
    this.grpc = grpc;
    this.recommenders = recommenders;
    this.pipelines = pipelines;
    this.batches = batches;
    this.catalogues = catalogues;
    this.indexes = indexes;
    this.loaders = loaders;
    this.repositoryThread = repositoryThread;
    this.watching = watching;
    this.memory = memory;
    this.feedback = feedback;
  }

  /** Whether everything was loaded or has failed to. */
  boolean hasStarted() {
    return started;
  }

  void start(@Observes StartupEvent event) {
    requireGrpc();
    List<RecommenderFolder> folders = RecommenderFolder.below(config.recommenders().directory());
    recommenders.expect(folders);
    first.declare();
    Thread.ofPlatform().daemon().name("salver-start").start(() -> finishStart(folders));
  }

  void stop(@Observes ShutdownEvent event) {
    stopping.countDown();
    Deadline drain = Deadline.after(config.shutdown().drain(), Ticker.SYSTEM);
    inference.leave();
    grpc.finish(drain);
    Duration left = Duration.ofNanos(Math.max(LEAST_DRAIN_NANOS, drain.remainingNanos()));
    inference.stopAdmitting();
    repositoryThread.executor().shutdown();
    batches.close();
    pipelines.close();
    catalogues.close();
    recommenders.close();
    indexes.close();
    models
        .stop(left)
        .forEach(stuck -> LOG.log(Level.ERROR, () -> "did not drain in time: " + stuck));
    watching.close();
    feedback.stop(memory);
    loaders.executor().shutdown();
  }

  /** The platform only logs that it could not listen, and would serve without. */
  private static void requireGrpc() {
    if (GrpcServerRecorder.getVerticleCount() == 0) {
      throw new IllegalStateException(
          "gRPC cannot listen: is quarkus.grpc.server.port taken? The log above says why");
    }
  }

  private void finishStart(List<RecommenderFolder> folders) {
    first.follow();
    if (!models.awaitSettled(LOAD_LIMIT)) {
      LOG.log(Level.WARNING, () -> "models are still loading after " + LOAD_LIMIT);
    }
    folders.forEach(recommenders::load);
    started = true;
    LOG.log(Level.INFO, () -> "Salver answers: " + summary());
    retry(folders);
  }

  /** Tries recommenders that cannot answer again, because what they lacked may come back. */
  private void retry(List<RecommenderFolder> folders) {
    try {
      while (!recommenders.isReady() && !stopping.await(RETRY.toSeconds(), TimeUnit.SECONDS)) {
        folders.stream()
            .filter(folder -> !recommenders.isReady(folder.name()))
            .forEach(recommenders::load);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String summary() {
    List<VersionStatus> versions = inference.versions();
    long ready = versions.stream().filter(version -> version.state() == State.READY).count();
    return ready + " of " + versions.size() + " model versions ready";
  }
}
