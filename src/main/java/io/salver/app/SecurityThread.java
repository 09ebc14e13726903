package io.salver.app;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The thread that reads keys, so that no request waits for a file or an issuer. Thread-safe. */
final class SecurityThread implements AutoCloseable {

  private static final Duration LEAST_PAUSE = Duration.ofSeconds(10);

  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("salver-security").factory());
  private final AtomicBoolean isPausing = new AtomicBoolean();

  /** Does it again and again. */
  void repeat(Duration every, Runnable work) {
    var unused =
        executor.scheduleWithFixedDelay(
            work, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Does it now, unless that was done within the last ten seconds: whoever asks may be hostile. */
  void soon(Runnable work) {
    if (!isPausing.compareAndSet(false, true)) {
      return;
    }
    try {
      executor.execute(work);
      var unused =
          executor.schedule(
              () -> isPausing.set(false), LEAST_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // the service stops
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
