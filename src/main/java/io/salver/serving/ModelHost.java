package io.salver.serving;

import io.salver.fault.BackendFailure;
import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.lifecycle.AspiredVersion;
import io.salver.lifecycle.Lease;
import io.salver.lifecycle.Renewal;
import io.salver.lifecycle.ServableSource;
import io.salver.lifecycle.StuckVersion;
import io.salver.lifecycle.VersionManager;
import io.salver.lifecycle.VersionSnapshot;
import io.salver.lifecycle.VersionState;
import io.salver.model.DeclaredVersion;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelDeclaration;
import io.salver.model.ModelId;
import io.salver.serving.InferenceService.VersionStatus;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The models that serve: turns declarations into loaded, warmed-up models with a queue before each,
 * and lends them out. Thread-safe.
 */
public final class ModelHost {

  private final ModelSource source;
  private final ServedModels served;
  private final VersionManager<ServedModel> versions;
  private final Map<ServedModel, LoadedVersion> live =
      Collections.synchronizedMap(new LinkedHashMap<>());

  /** A host without models; it alone tells {@code versions} what to aspire to. */
  public ModelHost(ModelSource source, ServedModels served, VersionManager<ServedModel> versions) {
    this.source = source;
    this.served = served;
    this.versions = versions;
  }

  /**
   * Serves what {@code declaration} says, and nothing else of that name; loads anew what serves
   * already.
   *
   * @return completes when all of it serves, or with {@code BackendFailure} when some of it cannot;
   *     continue elsewhere if there is much to do
   */
  public CompletionStage<Void> serve(ModelDeclaration declaration) {
    return aspire(declaration, _ -> "", Renewal.ALL)
        .thenAccept(states -> requireReady(declaration.name(), states));
  }

  /**
   * Serves what {@code declaration} says, and nothing else of that name; loads anew what has
   * another revision than before. Loads in the background.
   */
  public void follow(ModelDeclaration declaration, Function<DeclaredVersion, String> revisions) {
    var _ = aspire(declaration, revisions, Renewal.CHANGED);
  }

  /** Makes the model known as one that could be loaded. */
  public void declare(String name) {
    var _ = versions.aspire(name, Map.of(), Renewal.CHANGED);
  }

  /**
   * Serves no version of that name any more; completes when all are closed.
   *
   * @throws NotFound when there is no such model
   */
  public CompletionStage<?> unload(String name) {
    return versions.retire(name);
  }

  /** Whether every model that should serve does, and some model serves where there are any. */
  public boolean isReady() {
    return Readiness.of(versions.names(), versions.snapshot());
  }

  /** Every version that serves or has been asked to, by name and version. */
  public List<VersionStatus> statuses() {
    return versions.snapshot().stream().map(Statuses::of).toList();
  }

  /** The names of all models that were declared. */
  public Set<String> names() {
    return versions.names();
  }

  /** Waits until everything that should serve does or has failed; false when time ran out. */
  public boolean awaitSettled(Duration bound) {
    return versions.awaitSettled(bound);
  }

  /** All loaded versions in the order of their loads; a version twice while it is reloaded. */
  public List<LoadedVersion> loaded() {
    synchronized (live) {
      return List.copyOf(live.values());
    }
  }

  /** The queues of all loaded versions. */
  public List<QueueStatus> queues() {
    return inMemory().stream().map(ServedModel::status).toList();
  }

  /** What all loaded versions have done, in no order. */
  List<ModelStatistics> statistics() {
    return inMemory().stream().map(version -> version.counters().snapshot()).toList();
  }

  /**
   * Lets requests under way finish, then closes all models.
   *
   * @return what did not finish within {@code bound}, and who holds it
   */
  public List<StuckVersion> stop(Duration bound) {
    return versions.stop(bound);
  }

  /** Leases the version asked for, or the highest ready one; see {@link VersionManager#lease}. */
  Lease<ServedModel> lease(ModelReference model, String holder) {
    if (model.version().isEmpty()) {
      return versions.lease(model.name(), holder);
    }
    long version = model.version().get();
    if (version < 1) {
      throw new NotFound("model '" + model.name() + "' has no version " + version);
    }
    return versions.lease(new ModelId(model.name(), version), holder);
  }

  List<VersionSnapshot> snapshot() {
    return versions.snapshot();
  }

  List<VersionSnapshot> snapshot(String name) {
    return versions.snapshot(name);
  }

  private CompletionStage<SortedMap<Long, VersionState>> aspire(
      ModelDeclaration declaration, Function<DeclaredVersion, String> revisions, Renewal renewal) {
    Map<Long, AspiredVersion<ServedModel>> wanted = new HashMap<>();
    for (DeclaredVersion version : declaration.versions()) {
      wanted.put(
          version.id().version(), new AspiredVersion<>(revisions.apply(version), source(version)));
    }
    return versions.aspire(declaration.name(), wanted, renewal);
  }

  private static void requireReady(String name, SortedMap<Long, VersionState> states) {
    states.forEach(
        (version, state) -> {
          ModelId id = new ModelId(name, version);
          switch (state) {
            case VersionState.Ready _ -> {}
            case VersionState.Failed failed ->
                throw new BackendFailure(id + " cannot be loaded: " + failed.reason());
            case VersionState.Pending _,
                VersionState.Loading _,
                VersionState.Draining _,
                VersionState.Unloaded _ ->
                throw new NotReady(id + " was unloaded before it was ready");
          }
        });
  }

  private List<ServedModel> inMemory() {
    synchronized (live) {
      return List.copyOf(live.keySet());
    }
  }

  private ServableSource<ServedModel> source(DeclaredVersion version) {
    return switch (version) {
      case DeclaredVersion.Loadable(ModelArtifact artifact) -> () -> load(artifact);
      case DeclaredVersion.Unusable(ModelId _, String reason) ->
          () -> {
            throw new BackendFailure(reason);
          };
    };
  }

  private ServedModel load(ModelArtifact artifact) {
    ModelSource.Loaded loaded = source.load(artifact);
    ServedModel version = served.create(artifact, loaded.model(), live::remove);
    live.put(version, loaded.version());
    return version;
  }
}
