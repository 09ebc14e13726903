package io.salver.serving;

import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.fault.Overloaded;
import io.salver.lifecycle.VersionSnapshot;
import io.salver.lifecycle.VersionState;
import io.salver.model.DeclaredModels;
import io.salver.model.ModelId;
import io.salver.serving.InferenceService.State;
import io.salver.serving.InferenceService.VersionStatus;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Loads and unloads what lies in the repository. Thread-safe. The disk is read on {@code worker}
 * only, one request after the other, so that what was asked for last is what serves; models load on
 * the host's threads, so that none waits here for another. What it returns completes on {@code
 * worker}, with the fault itself where it fails.
 */
public final class RepositoryControl implements ModelControl {

  private static final Duration RETRY_ELSEWHERE = Duration.ofSeconds(1);
  private static final Comparator<ModelId> BY_NAME_AND_VERSION =
      Comparator.comparing(ModelId::name).thenComparing(ModelId::version);

  private final ControlMode mode;
  private final DeclaredModels repository;
  private final ModelHost host;
  private final Executor worker;

  /** A control over {@code host}; whoever owns {@code worker}, one thread, shuts it down. */
  public RepositoryControl(
      ControlMode mode, DeclaredModels repository, ModelHost host, Executor worker) {
    this.mode = mode;
    this.repository = repository;
    this.host = host;
    this.worker = worker;
  }

  @Override
  public CompletionStage<List<VersionStatus>> index() {
    return onWorker(
        () -> {
          SortedMap<String, SortedSet<Long>> onDisk = repository.versions();
          return CompletableFuture.completedFuture(merge(host.snapshot(), onDisk));
        });
  }

  @Override
  public CompletionStage<Void> load(String name) {
    return onWorker(
        () -> {
          requireCallersMay("load");
          return host.serve(
              repository
                  .find(name)
                  .orElseThrow(
                      () -> new NotFound("the model repository has no model '" + name + "'")));
        });
  }

  @Override
  public CompletionStage<Void> unload(String name) {
    return onWorker(
        () -> {
          requireCallersMay("unload");
          boolean onDisk = repository.find(name).isPresent();
          if (!host.names().contains(name)) {
            if (!onDisk) {
              throw new NotFound("there is no model '" + name + "'");
            }
            host.declare(name);
          }
          return host.unload(name).thenApply(_ -> null);
        });
  }

  private void requireCallersMay(String action) {
    if (mode == ControlMode.POLL) {
      throw new InvalidInput(
          "models follow the repository on disk (salver.models.control=poll), so that nobody can "
              + action
              + " them by request; change the repository instead");
    }
  }

  /** What is on disk and was never loaded is added; what was unloaded and deleted is left out. */
  private static List<VersionStatus> merge(
      List<VersionSnapshot> known, SortedMap<String, SortedSet<Long>> onDisk) {
    SortedMap<ModelId, VersionStatus> merged = new TreeMap<>(BY_NAME_AND_VERSION);
    onDisk.forEach(
        (name, versions) ->
            versions.forEach(
                version -> merged.put(new ModelId(name, version), notLoaded(name, version))));
    for (VersionSnapshot version : known) {
      if (merged.containsKey(version.id()) || !(version.state() instanceof VersionState.Unloaded)) {
        merged.put(version.id(), Statuses.of(version));
      }
    }
    return List.copyOf(merged.values());
  }

  private static VersionStatus notLoaded(String name, long version) {
    return new VersionStatus(name, version, State.UNAVAILABLE, Optional.of("not loaded"));
  }

  private <T> CompletionStage<T> onWorker(Supplier<CompletionStage<T>> action) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      worker.execute(() -> run(action, answer));
    } catch (RejectedExecutionException stopped) {
      answer.completeExceptionally(
          new Overloaded(
              Overloaded.Reason.SHUTTING_DOWN, RETRY_ELSEWHERE, "the service is shutting down"));
    }
    return answer;
  }

  private <T> void run(Supplier<CompletionStage<T>> action, CompletableFuture<T> answer) {
    try {
      action.get().whenComplete((value, failure) -> later(() -> finish(answer, value, failure)));
    } catch (RuntimeException | Error refused) { // whoever asked must be answered in any case
      answer.completeExceptionally(refused);
    }
  }

  /** Runs on the worker, or here and now when it was shut down meanwhile. */
  private void later(Runnable task) {
    try {
      worker.execute(task);
    } catch (RejectedExecutionException stopped) {
      task.run();
    }
  }

  private static <T> void finish(
      CompletableFuture<T> answer, T value, @Nullable Throwable failure) {
    if (failure == null) {
      answer.complete(value);
    } else if (failure instanceof CompletionException && failure.getCause() != null) {
      answer.completeExceptionally(failure.getCause());
    } else {
      answer.completeExceptionally(failure);
    }
  }
}
