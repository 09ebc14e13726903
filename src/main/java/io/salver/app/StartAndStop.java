package io.salver.app;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.salver.fault.BackendFailure;
import io.salver.model.DeclaredVersion;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelDeclaration;
import io.salver.recommend.pipeline.PipelineService;
import io.salver.recommend.pipeline.Recommenders;
import io.salver.repository.ArtifactDigest;
import io.salver.repository.ModelRepository;
import io.salver.repository.recommender.RecommenderFolder;
import io.salver.serving.InferenceService.State;
import io.salver.serving.InferenceService.VersionStatus;
import io.salver.serving.ModelHost;
import io.salver.serving.ModelInferenceService;
import io.salver.telemetry.LifecycleMetrics;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/**
 * The order of start and stop. Models load beside the event loops, so that the service answers for
 * its health from the first moment; recommenders load when every model has settled, because they
 * run the towers.
 *
 * <p>Stop: admit nothing more, read no disk more → finish recommendations → drain and close models
 * → close recommenders' indexes → end the loaders.
 */
@Singleton
final class StartAndStop {

  private static final Logger LOG = System.getLogger(StartAndStop.class.getName());
  private static final Duration LOAD_LIMIT = Duration.ofMinutes(10);

  private final SalverConfig config;
  private final ModelRepository repository;
  private final LifecycleMetrics metrics;
  private final ModelHost models;
  private final ModelInferenceService inference;
  private final Recommenders recommenders;
  private final PipelineService pipelines;
  private final ModelComponents.LoaderThreads loaders;
  private final ModelComponents.RepositoryThread repositoryThread;
  private volatile boolean started;

  @Inject
  StartAndStop(
      SalverConfig config,
      ModelRepository repository,
      LifecycleMetrics metrics,
      ModelHost models,
      ModelInferenceService inference,
      Recommenders recommenders,
      PipelineService pipelines,
      ModelComponents.LoaderThreads loaders,
      ModelComponents.RepositoryThread repositoryThread) {
    this.config = config;
    this.repository = repository;
    this.metrics = metrics;
    this.models = models;
    this.inference = inference;
    this.recommenders = recommenders;
    this.pipelines = pipelines;
    this.loaders = loaders;
    this.repositoryThread = repositoryThread;
  }

  /** Whether everything was loaded or has failed to. */
  boolean hasStarted() {
    return started;
  }

  void start(@Observes StartupEvent event) {
    List<RecommenderFolder> folders = RecommenderFolder.below(config.recommenders().directory());
    recommenders.expect(folders);
    for (ModelDeclaration declaration : repository.scan()) {
      declaration.versions().forEach(this::identify);
      var _ = models.serve(declaration);
    }
    Thread.ofPlatform().name("salver-start").start(() -> finishStart(folders));
  }

  void stop(@Observes ShutdownEvent event) {
    inference.stopAdmitting();
    repositoryThread.executor().shutdown();
    pipelines.close();
    models
        .stop(config.shutdown().drain())
        .forEach(stuck -> LOG.log(Level.ERROR, () -> "did not drain in time: " + stuck));
    recommenders.close();
    loaders.executor().shutdown();
  }

  private void identify(DeclaredVersion version) {
    if (version instanceof DeclaredVersion.Loadable(ModelArtifact artifact)) {
      try {
        String sha256 = ArtifactDigest.sha256(artifact.file());
        metrics.identify(artifact.id(), artifact.backend(), sha256);
      } catch (BackendFailure unreadable) {
        LOG.log(Level.WARNING, () -> artifact.id() + ": " + unreadable.explanation());
      }
    }
  }

  private void finishStart(List<RecommenderFolder> folders) {
    if (!models.awaitSettled(LOAD_LIMIT)) {
      LOG.log(Level.WARNING, () -> "models are still loading after " + LOAD_LIMIT);
    }
    folders.forEach(recommenders::load);
    started = true;
    LOG.log(Level.INFO, () -> "Salver answers: " + summary());
  }

  private String summary() {
    List<VersionStatus> versions = inference.versions();
    long ready = versions.stream().filter(version -> version.state() == State.READY).count();
    return ready + " of " + versions.size() + " model versions ready";
  }
}
