package io.salver.api;

import io.salver.fault.BackendFailure;
import io.salver.fault.Fault;
import io.salver.fault.Overloaded;
import io.salver.recommend.BatchProgress;
import io.salver.recommend.BatchRecommendations;
import io.salver.recommend.BatchSink;
import io.salver.recommend.Recommendation;
import io.salver.recommend.RecommendationRequest;
import io.salver.time.StopSignal;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Answers the request of each user with an empty answer whose id is {@code answer-} and the user's
 * id, on a thread for each batch; the user 13 is never answered.
 */
public final class FakeBatches implements BatchRecommendations {

  private final AtomicLong answered = new AtomicLong();
  private volatile boolean isFull;
  private volatile StopSignal lastStop = StopSignal.never();

  /** From now on, every batch is refused. */
  public void fill() {
    isFull = true;
  }

  /** How many answers were told of. */
  public long answered() {
    return answered.get();
  }

  /** The signal of the last batch. */
  public StopSignal lastStop() {
    return lastStop;
  }

  @Override
  public CompletionStage<BatchProgress> recommendAll(
      Iterator<? extends Supplier<RecommendationRequest>> requests,
      BatchSink sink,
      StopSignal stop) {
    lastStop = stop;
    if (isFull) {
      return CompletableFuture.failedFuture(
          new Overloaded(
              Overloaded.Reason.QUEUE_FULL, Duration.ofSeconds(3), "as many batches run as may"));
    }
    CompletableFuture<BatchProgress> done = new CompletableFuture<>();
    var unused =
        Thread.ofPlatform()
            .name("fake-batch")
            .start(
                () -> {
                  try {
                    done.complete(run(requests, sink, stop));
                  } catch (Fault fault) {
                    done.completeExceptionally(fault);
                  }
                });
    return done;
  }

  private BatchProgress run(
      Iterator<? extends Supplier<RecommendationRequest>> requests,
      BatchSink sink,
      StopSignal stop) {
    BatchProgress progress = BatchProgress.START;
    for (long index = 0; requests.hasNext(); index++) {
      stop.check();
      Supplier<RecommendationRequest> request = requests.next();
      try {
        Recommendation answer = answer(request.get().userId().orElse(0));
        progress = progress.plus(answer);
        sink.answered(index, answer, progress);
        answered.incrementAndGet();
      } catch (Fault fault) {
        stop.check();
        progress = progress.plusFailure();
        sink.failed(index, fault, progress);
      }
    }
    return progress;
  }

  private static Recommendation answer(long user) {
    if (user == 13) {
      throw new BackendFailure("it broke");
    }
    return new Recommendation(
        "answer-" + user,
        "shop",
        List.of(),
        "arm",
        Optional.empty(),
        Optional.empty(),
        new Recommendation.Ignored(0, 0),
        new Recommendation.Versions("index", 1, 1, OptionalLong.empty()),
        List.of(),
        0,
        0);
  }
}
