package io.salver.api.rest;

import io.salver.api.RecommendationRunner;
import io.salver.api.RequestTimer;
import io.salver.recommend.BatchRecommendations;
import io.salver.recommend.RecommendationRequest;
import io.salver.security.Caller;
import io.salver.time.Ticker;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Iterator;
import java.util.function.Supplier;

/**
 * {@code POST /v1/recommendations/batch}: reads the requests and streams the answers. Thread-safe.
 */
@Singleton
final class BatchRoute {

  private final BatchRecommendations batches;
  private final RecommendationRunner runner;
  private final Ticker ticker;

  @Inject
  BatchRoute(BatchRecommendations batches, RecommendationRunner runner, Ticker ticker) {
    this.batches = batches;
    this.runner = runner;
    this.ticker = ticker;
  }

  void handle(RoutingContext context) {
    RequestTimer timer = Arrivals.timer(context, ticker);
    BatchAnswer answer = new BatchAnswer(context, runner, timer, ticker);
    boolean isLines = BulkRoute.isNdjson(context.request());
    SmallBody.receive(
        context,
        BatchBody.MAX_BYTES,
        body -> start(timer.caller(), answer, body, isLines),
        answer::fail);
  }

  private void start(Caller caller, BatchAnswer answer, Buffer body, boolean isLines) {
    Iterator<Supplier<RecommendationRequest>> requests;
    try {
      requests = BatchBody.requests(body, isLines);
    } catch (RuntimeException e) {
      answer.fail(e);
      return;
    }
    answer.begin();
    var unused =
        batches
            .recommendAll(new Allowed(caller, requests), answer, answer.stop())
            .whenComplete(answer::endOnLoop);
  }

  /** The requests, each of which fails that its caller may not make. */
  private record Allowed(Caller caller, Iterator<Supplier<RecommendationRequest>> requests)
      implements Iterator<Supplier<RecommendationRequest>> {

    @Override
    public boolean hasNext() {
      return requests.hasNext();
    }

    @Override
    public Supplier<RecommendationRequest> next() {
      return caller.requiring(requests.next(), RecommendationRequest::recommender);
    }
  }
}
