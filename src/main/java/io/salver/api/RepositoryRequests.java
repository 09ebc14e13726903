package io.salver.api;

import io.salver.fault.Fault;
import io.salver.fault.Unsupported;
import io.salver.serving.InferenceService.State;
import io.salver.serving.InferenceService.VersionStatus;
import io.salver.serving.ModelControl;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The model repository extension of V2 as both protocols ask for it. Every failure comes through
 * the returned stage, which completes on any thread. Thread-safe.
 */
@Singleton
public final class RepositoryRequests {

  private static final Set<String> UNLOAD_PARAMETERS = Set.of("unload_dependents");

  private final ModelControl control;

  @Inject
  public RepositoryRequests(ModelControl control) {
    this.control = control;
  }

  /**
   * The versions in the repository.
   *
   * @param repository the name of a repository, of which there is only the unnamed one
   * @param readyOnly only those that are ready
   */
  public CompletionStage<List<VersionStatus>> index(String repository, boolean readyOnly) {
    return guarded(
        () -> {
          requireUnnamed(repository);
          return control
              .index()
              .thenApply(
                  all ->
                      all.stream()
                          .filter(status -> !readyOnly || status.state() == State.READY)
                          .toList());
        });
  }

  /** Loads or reloads a model from disk. It takes no parameters. */
  public CompletionStage<Void> load(String repository, String model, Parameters parameters) {
    return guarded(
        () -> {
          requireUnnamed(repository);
          parameters.only(Set.of());
          return control.load(ModelReferences.parse(model, "").name());
        });
  }

  /** Unloads a model. No model depends on another, so {@code unload_dependents} changes nothing. */
  public CompletionStage<Void> unload(String repository, String model, Parameters parameters) {
    return guarded(
        () -> {
          requireUnnamed(repository);
          parameters.only(UNLOAD_PARAMETERS);
          var unused = parameters.flag("unload_dependents");
          return control.unload(ModelReferences.parse(model, "").name());
        });
  }

  private static void requireUnnamed(String repository) {
    if (!repository.isEmpty()) {
      throw new Unsupported(
          "there is one repository, without a name; '" + repository + "' is not there");
    }
  }

  private static <T> CompletionStage<T> guarded(Supplier<CompletionStage<T>> request) {
    try {
      return request.get();
    } catch (Fault refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }
}
