package io.salver.recommend.pipeline;

import io.salver.fault.BackendFailure;
import io.salver.fault.Cancelled;
import io.salver.fault.Fault;
import io.salver.fault.Overloaded;
import io.salver.recommend.Recommendation;
import io.salver.recommend.RecommendationRequest;
import io.salver.time.Deadline;
import io.salver.time.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Answers requests of a batch on the batches' workers. Thread-safe.
 *
 * @param window most requests of one batch that are under way or wait to be told
 */
record BatchWork(BatchService.Answers answers, Backoff backoff, Executor workers, int window) {

  /** The longest that one try of a request takes. */
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** After so many refusals, about a minute and a half, a request is given up. */
  private static final int MOST_REFUSALS = 100;

  /** What became of a request. */
  sealed interface Outcome {

    /** It has an answer. */
    record Made(Recommendation answer) implements Outcome {}

    /** It has none. */
    record Failed(Fault fault) implements Outcome {}
  }

  /**
   * Begins with a request.
   *
   * @param stopped whether nobody wants the answer any more
   * @return completes with the outcome, never exceptionally
   */
  CompletableFuture<Outcome> begin(
      Supplier<RecommendationRequest> request, BooleanSupplier stopped) {
    return CompletableFuture.supplyAsync(() -> outcome(request, stopped), workers);
  }

  @SuppressWarnings("CatchingUnchecked") // one request must not end the others
  private Outcome outcome(Supplier<RecommendationRequest> request, BooleanSupplier stopped) {
    try {
      return new Outcome.Made(answer(request.get(), stopped));
    } catch (Fault fault) {
      return new Outcome.Failed(fault);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Failed(new Cancelled("the batch was stopped"));
    } catch (RuntimeException e) {
      return new Outcome.Failed(new BackendFailure("the recommendation failed", e));
    }
  }

  private Recommendation answer(RecommendationRequest request, BooleanSupplier stopped)
      throws InterruptedException {
    for (int refusals = 1; ; refusals++) {
      if (stopped.getAsBoolean()) {
        throw new Cancelled("the batch was stopped");
      }
      try {
        return answers.answer(request, Deadline.after(LIMIT, Ticker.SYSTEM));
      } catch (Overloaded full) {
        if (refusals == MOST_REFUSALS || full.reason() == Overloaded.Reason.SHUTTING_DOWN) {
          throw full;
        }
      }
      backoff.await(refusals);
    }
  }
}
