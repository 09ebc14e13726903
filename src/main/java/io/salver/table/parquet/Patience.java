package io.salver.table.parquet;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls the library on threads of their own and waits for it no longer than {@code most}: on some
 * damaged files Hardwood 1.0.1 waits forever for pages that one of its threads gave up.
 */
record Patience(Duration most) {

  /**
   * What the call returns.
   *
   * @throws IOException that says so when it takes too long, or what the call throws
   */
  <T> T call(Callable<T> library) throws IOException {
    FutureTask<T> task = new FutureTask<>(library);
    Thread.ofPlatform().daemon().name("parquet").start(task);
    try {
      return task.get(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException stuck) {
      task.cancel(true);
      throw new IOException("nothing came for %s".formatted(most), stuck);
    } catch (InterruptedException stop) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("reading was stopped", stop);
    } catch (ExecutionException failed) {
      throw unwrapped(failed);
    }
  }

  /** The library's failure, thrown if it is an error or unchecked. */
  private static IOException unwrapped(ExecutionException failed) {
    return switch (failed.getCause()) {
      case IOException unread -> unread;
      case RuntimeException unchecked -> throw unchecked;
      case Error fatal -> throw fatal;
      case null, default -> new IOException(failed);
    };
  }
}
