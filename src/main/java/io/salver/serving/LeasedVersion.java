package io.salver.serving;

import io.salver.lifecycle.Lease;
import io.salver.time.Ticker;
import java.util.concurrent.CompletionStage;

/** A pinned version: a lease, beside which every run has another. */
final class LeasedVersion implements PinnedVersion {

  private final Lease<ServedModel> lease;
  private final ModelDescription description;
  private final Ticker ticker;

  /** Owns {@code lease}. */
  LeasedVersion(Lease<ServedModel> lease, ModelDescription description, Ticker ticker) {
    this.lease = lease;
    this.description = description;
    this.ticker = ticker;
  }

  @Override
  public ModelDescription description() {
    return description;
  }

  @Override
  public CompletionStage<InferenceResponse> infer(InferenceRequest request) {
    InferenceTask task =
        new InferenceTask(request, lease.another("infer"), ticker, TensorWatching.NONE);
    try {
      task.start();
    } catch (RuntimeException refused) {
      task.failed(refused);
    }
    return task.answer();
  }

  @Override
  public void close() {
    lease.close();
  }
}
