package io.salver.serving;

import io.salver.fault.BackendFailure;
import io.salver.fault.NotFound;
import io.salver.lifecycle.Lease;
import io.salver.lifecycle.ServableSource;
import io.salver.lifecycle.StuckVersion;
import io.salver.lifecycle.VersionManager;
import io.salver.lifecycle.VersionSnapshot;
import io.salver.model.DeclaredVersion;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelDeclaration;
import io.salver.model.ModelId;
import io.salver.model.ModelLoader;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The models that serve: turns declarations into loaded, warmed-up models with a queue before each,
 * and lends them out. Thread-safe.
 */
public final class ModelHost {

  private final Map<String, ModelLoader> backends = new HashMap<>();
  private final WarmUp warmUp;
  private final ServedModels served;
  private final VersionManager<ServedModel> versions;
  private final Set<ServedModel> live = ConcurrentHashMap.newKeySet();

  /** A host without models; it alone tells {@code versions} what to aspire to. */
  public ModelHost(
      Collection<ModelLoader> backends,
      WarmUp warmUp,
      ServedModels served,
      VersionManager<ServedModel> versions) {
    backends.forEach(loader -> this.backends.put(loader.backend(), loader));
    this.warmUp = warmUp;
    this.served = served;
    this.versions = versions;
  }

  /**
   * Serves what {@code declaration} says, and nothing else of that name. Loads in the background.
   */
  public void serve(ModelDeclaration declaration) {
    Map<Long, ServableSource<ServedModel>> sources = new HashMap<>();
    for (DeclaredVersion version : declaration.versions()) {
      sources.put(version.id().version(), source(version));
    }
    versions.aspire(declaration.name(), sources);
  }

  /** Waits until everything that should serve does or has failed; false when time ran out. */
  public boolean awaitSettled(Duration bound) {
    return versions.awaitSettled(bound);
  }

  /** The queues of all loaded versions. */
  public List<QueueStatus> queues() {
    return live.stream().map(ServedModel::status).toList();
  }

  /** What all loaded versions have done, in no order. */
  List<ModelStatistics> statistics() {
    return live.stream().map(version -> version.counters().snapshot()).toList();
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
    ModelLoader loader = backends.get(artifact.backend());
    if (loader == null) {
      throw new BackendFailure("there is no backend '" + artifact.backend() + "'");
    }
    Model model = loader.load(artifact);
    try {
      warmUp.run(model, artifact);
      ServedModel version = served.create(artifact, model, live::remove);
      live.add(version);
      return version;
    } catch (RuntimeException | Error failure) {
      model.close();
      throw failure;
    }
  }
}
