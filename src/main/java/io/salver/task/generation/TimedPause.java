package io.salver.task.generation;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Waits by the timer that the JDK keeps for its futures. */
public final class TimedPause implements Pause {

  @Override
  public CompletionStage<?> of(Duration duration) {
    return new CompletableFuture<Void>()
        .completeOnTimeout(null, duration.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public CompletableFuture<Void> within(Duration limit, CompletionStage<Void> stage) {
    return stage.toCompletableFuture().copy().orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS);
  }
}
