package io.salver.monitor.replica;

import io.salver.model.ModelId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The other processes that serve the same models. Thread-safe. */
@FunctionalInterface
public interface Replicas {

  /** None. */
  Replicas NONE = model -> CompletableFuture.completedFuture(ReplicaWindows.NONE);

  /**
   * Asks each for its window of a version.
   *
   * @return completes with what came within a bounded time, and with who did not answer; never
   *     exceptionally but with a {@code Fault} when the service is overloaded
   */
  CompletionStage<ReplicaWindows> windows(ModelId model);
}
