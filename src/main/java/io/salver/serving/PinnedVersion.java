package io.salver.serving;

import java.util.concurrent.CompletionStage;

/**
 * A version that stays as it is for all runs of one request: it is neither unloaded nor reloaded
 * under it, and its runs are let in also while the service drains. Whoever took it closes it, soon:
 * an open pin delays unloading. Thread-safe.
 */
public interface PinnedVersion extends AutoCloseable {

  ModelDescription description();

  /**
   * Runs this version, as {@link InferenceService#infer} does; the model that the request names is
   * not looked at.
   */
  CompletionStage<InferenceResponse> infer(InferenceRequest request);

  /** Lets it go; closing twice does nothing. Runs under way go on. */
  @Override
  void close();
}
