package io.salver.recommend;

import io.salver.time.StopSignal;
import java.util.Iterator;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Recommends for many users at once, behind those who wait for a single answer: on threads of its
 * own, as the least urgent work of the models, a bounded number of requests under way. Thread-safe;
 * no method blocks.
 */
public interface BatchRecommendations {

  /**
   * Takes requests one after the other, as places become free, and answers them in order.
   *
   * <p>A request that fails does not stop the others. One that is refused for lack of capacity is
   * tried again for about a minute and a half. Stages have no budgets: nobody waits for them.
   *
   * @param requests asked on a thread of the batch, where it may block but must answer an
   *     interrupt; an element that throws a {@code Fault} is answered with that
   * @param sink told on another thread of the batch, where it may block as well
   * @param stop raised when nobody wants the rest any more; requests under way end first
   * @return completes when every request is answered, or exceptionally with a {@code Fault}:
   *     Overloaded when as many batches run as may, Cancelled or another reason of {@code stop}, or
   *     whatever {@code requests} or {@code sink} threw
   */
  CompletionStage<BatchProgress> recommendAll(
      Iterator<? extends Supplier<RecommendationRequest>> requests,
      BatchSink sink,
      StopSignal stop);
}
