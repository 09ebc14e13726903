package io.salver.task.generation;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Waits without a thread. Thread-safe. */
public interface Pause {

  /** Completes that much later. */
  CompletionStage<?> of(Duration duration);

  /** As {@code stage}, or fails with a {@code TimeoutException} that much later. */
  CompletableFuture<Void> within(Duration limit, CompletionStage<Void> stage);
}
