package io.salver.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.salver.admission.Limiters;
import io.salver.admission.netflix.VegasLimiters;
import io.salver.backend.onnx.OnnxModelLoader;
import io.salver.backend.torch.TorchModelLoader;
import io.salver.batch.DeadlineWatch;
import io.salver.cache.CaffeineAnswerCache;
import io.salver.lifecycle.AvailabilityPreserving;
import io.salver.lifecycle.VersionManager;
import io.salver.model.DevicePolicy;
import io.salver.model.ModelLoader;
import io.salver.model.NativeHandles;
import io.salver.monitor.LiveMonitors;
import io.salver.monitor.MonitoredModelLoader;
import io.salver.monitor.PredictionObserver;
import io.salver.monitor.log.LoggedModels;
import io.salver.monitor.outcome.LiveOutcomeSettings;
import io.salver.repository.JsonGoldenCases;
import io.salver.repository.ModelRepository;
import io.salver.repository.VersionFiles;
import io.salver.repository.triton.WarmupSamples;
import io.salver.serving.DeclaredModelLoader;
import io.salver.serving.LoadedStatistics;
import io.salver.serving.MemoryBudget;
import io.salver.serving.ModelControl;
import io.salver.serving.ModelHost;
import io.salver.serving.ModelInferenceService;
import io.salver.serving.ModelSource;
import io.salver.serving.RepositoryControl;
import io.salver.serving.ServedModel;
import io.salver.serving.ServedModels;
import io.salver.serving.TensorWatching;
import io.salver.serving.TrafficRouting;
import io.salver.serving.WarmUp;
import io.salver.task.ModelTokenizers;
import io.salver.task.TaskCheck;
import io.salver.task.TaskModelLoader;
import io.salver.telemetry.CacheMetrics;
import io.salver.telemetry.CapacityMetrics;
import io.salver.telemetry.DeviceMetrics;
import io.salver.telemetry.ExecutionMetrics;
import io.salver.telemetry.LifecycleMetrics;
import io.salver.telemetry.MemoryMetrics;
import io.salver.tensor.DirectMemoryPool;
import io.salver.time.Ticker;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/** Constructs what serves models. */
@Singleton
final class ModelComponents {

  /** How long after it passed a deadline is noticed at most. */
  private static final Duration DEADLINE_PRECISION = Duration.ofMillis(5);

  /** The backends, as one bean. */
  record Backends(List<ModelLoader> loaders) {}

  /** The threads that load and close models and recommenders. */
  record LoaderThreads(ExecutorService executor) {}

  /** The thread that reads the model repository while the service runs. */
  record RepositoryThread(ScheduledExecutorService executor) {}

  @Produces
  @Singleton
  Ticker ticker() {
    return Ticker.SYSTEM;
  }

  @Produces
  @Singleton
  DirectMemoryPool memory(SalverConfig config, MeterRegistry registry) {
    DirectMemoryPool pool = RequestMemory.pool(config.requests());
    MemoryMetrics.show(registry, pool);
    return pool;
  }

  @Produces
  @Singleton
  NativeHandles handles() {
    return new NativeHandles();
  }

  @Produces
  @Singleton
  Backends backends(SalverConfig config, NativeHandles handles, MeterRegistry registry) {
    DevicePolicy devices = new DevicePolicy(config.devices().absent(), new DeviceMetrics(registry));
    return new Backends(
        List.of(new OnnxModelLoader(handles, devices), new TorchModelLoader(handles, devices)));
  }

  @Produces
  @Singleton
  ModelRepository repository(SalverConfig config, Backends backends) {
    return new ModelRepository(config.models().repository(), backends.loaders());
  }

  @Produces
  @Singleton
  LoaderThreads loaderThreads(SalverConfig config) {
    ThreadFactory threads = Thread.ofPlatform().name("salver-loader-", 1).factory();
    return new LoaderThreads(Executors.newFixedThreadPool(config.models().loaders(), threads));
  }

  @Produces
  @Singleton
  RepositoryThread repositoryThread() {
    ThreadFactory thread = Thread.ofPlatform().name("salver-repository").factory();
    return new RepositoryThread(Executors.newSingleThreadScheduledExecutor(thread));
  }

  @Produces
  @Singleton
  ModelControl control(
      SalverConfig config, ModelRepository repository, ModelHost host, RepositoryThread thread) {
    return new RepositoryControl(config.models().control(), repository, host, thread.executor());
  }

  @Produces
  @Singleton
  CapacityMetrics capacity(
      MeterRegistry registry, Provider<ModelHost> host, NativeHandles handles) {
    CapacityMetrics capacity = new CapacityMetrics(registry, () -> host.get().queues());
    capacity.handles("session", () -> handles.open(NativeHandles.Kind.SESSION));
    capacity.handles("tensor", () -> handles.open(NativeHandles.Kind.TENSOR));
    capacity.handles("index", () -> handles.open(NativeHandles.Kind.INDEX));
    capacity.handles("tokenizer", () -> handles.open(NativeHandles.Kind.TOKENIZER));
    return capacity;
  }

  @Produces
  @Singleton
  LifecycleMetrics lifecycle(
      MeterRegistry registry, CapacityMetrics capacity, Provider<ModelHost> host) {
    return new LifecycleMetrics(registry, capacity, () -> host.get().loaded());
  }

  @Produces
  @Singleton
  VersionManager<ServedModel> versions(
      LoaderThreads threads, Ticker ticker, LifecycleMetrics metrics) {
    return new VersionManager<>(
        new AvailabilityPreserving(), threads.executor(), Clock.systemUTC(), ticker, metrics);
  }

  @Produces
  @Singleton
  ModelSource source(
      SalverConfig config,
      Backends backends,
      DirectMemoryPool memory,
      ModelTokenizers tokenizers,
      LiveMonitors monitors,
      LoggedModels logged,
      LiveOutcomeSettings outcomes,
      @All List<TaskCheck> checks) {
    SalverConfig.Models settings = config.models();
    return new ModelSource(
        backends.loaders().stream()
            .map(DeclaredModelLoader::new)
            .map(backend -> new TaskModelLoader(backend, checks, tokenizers))
            .<ModelLoader>map(
                backend -> new MonitoredModelLoader(backend, List.of(monitors, logged, outcomes)))
            .toList(),
        new VersionFiles(settings.requireManifest()),
        settings
            .memory()
            .map(size -> MemoryBudget.of(size.asLongValue()))
            .orElseGet(MemoryBudget::unlimited),
        new WarmUp(
            new JsonGoldenCases(settings.repository()).or(new WarmupSamples(settings.repository())),
            memory));
  }

  @Produces
  @Singleton
  ModelHost host(ModelSource source, ServedModels served, VersionManager<ServedModel> versions) {
    return new ModelHost(source, served, versions);
  }

  @Produces
  @Singleton
  DeadlineWatch deadlines() {
    return new DeadlineWatch(DEADLINE_PRECISION);
  }

  @Produces
  @Singleton
  Limiters limiters(SalverConfig config, Ticker ticker) {
    return config
        .requests()
        .targetWait()
        .<Limiters>map(wait -> new VegasLimiters(wait, ticker))
        .orElse(Limiters.none());
  }

  @Produces
  @Singleton
  ServedModels served(
      DirectMemoryPool memory,
      Limiters limiters,
      DeadlineWatch deadlines,
      Ticker ticker,
      MeterRegistry registry) {
    return new ServedModels(
        memory,
        limiters,
        deadlines,
        ticker,
        Clock.systemUTC(),
        new ExecutionMetrics(registry),
        new CacheMetrics(registry, (_, bounds) -> new CaffeineAnswerCache(bounds, ticker)),
        Runtime.getRuntime().availableProcessors());
  }

  /** The inference that shadows get no copies of; see {@link ShadowComponents}. */
  @Produces
  @Singleton
  @Typed(ModelInferenceService.class)
  ModelInferenceService inference(
      ModelHost host, Ticker ticker, PredictionObserver observer, TrafficRouting routing) {
    return new ModelInferenceService(
        host, ticker, new TensorWatching(observer, Clock.systemUTC()), routing);
  }

  @Produces
  @Singleton
  LoadedStatistics statistics(ModelHost host) {
    return new LoadedStatistics(host);
  }
}
