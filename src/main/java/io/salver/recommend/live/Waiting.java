package io.salver.recommend.live;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waits for the follower, and throws what it threw. */
final class Waiting {

  private Waiting() {}

  static void join(CompletableFuture<Void> done) {
    try {
      var unused = done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
