package io.salver.serving;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Everything a protocol can do with models. Thread-safe; no method blocks. */
public interface InferenceService {

  /**
   * Runs a model on its own threads.
   *
   * @return completes with the answer, or exceptionally with a {@code Fault}, and only once nothing
   *     uses the request's memory any more. It completes on the model's thread: continue elsewhere
   *     if there is much to do.
   */
  CompletionStage<InferenceResponse> infer(InferenceRequest request);

  /**
   * The version that answers a request: the one that it names, or the one of its arm where a
   * rollout divides the requests for that model.
   *
   * @return {@code asked} where nobody divides them
   * @throws io.salver.fault.InvalidInput when the caller wants an arm that is not there
   */
  default ModelReference follow(ModelReference asked, Following request) {
    return asked;
  }

  /**
   * Describes a version, or the highest ready one.
   *
   * @throws io.salver.fault.NotFound when there is no such model or version, or none is ready
   * @throws io.salver.fault.NotReady when the version asked for is not ready
   */
  ModelDescription describe(ModelReference model);

  /** Whether that version, or any version, is ready; false also for a model that does not exist. */
  boolean isReady(ModelReference model);

  /** Every version the service knows, by name and version. */
  List<VersionStatus> versions();

  /** Whether every model that should serve does. */
  boolean isReady();

  /** The state of one version; the reason is given where it is not ready. */
  record VersionStatus(String model, long version, State state, Optional<String> reason) {}

  /** States as the repository extension of the protocol names them. */
  enum State {
    READY,
    UNAVAILABLE,
    LOADING,
    UNLOADING
  }
}
