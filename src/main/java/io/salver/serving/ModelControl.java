package io.salver.serving;

import io.salver.serving.InferenceService.VersionStatus;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Loads and unloads models while the service runs (V2, model repository extension). Thread-safe; no
 * method blocks: they complete on another thread, exceptionally with a {@code Fault}.
 */
public interface ModelControl {

  /** Every version in service or in the repository, by name and version. */
  CompletionStage<List<VersionStatus>> index();

  /**
   * Reads the model anew from disk and completes when it serves. A version that serves goes on
   * until its successor is ready, also when the load fails: with {@code InvalidInput} for a name
   * that can be no model's or where the mode does not allow it, {@code NotFound} when the
   * repository has no such model, {@code BackendFailure} with the reason when it cannot be loaded.
   */
  CompletionStage<Void> load(String name);

  /**
   * Stops serving the model; completes when requests under way are finished and it is closed. Fails
   * with {@code InvalidInput} as {@link #load} does, and with {@code NotFound} when there is no
   * such model.
   */
  CompletionStage<Void> unload(String name);
}
