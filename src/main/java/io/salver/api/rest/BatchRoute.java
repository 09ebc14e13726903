package io.salver.api.rest;

import io.salver.api.RecommendationRunner;
import io.salver.recommend.BatchRecommendations;
import io.salver.recommend.RecommendationRequest;
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
    BatchAnswer answer =
        new BatchAnswer(context, runner, Arrivals.timer(context.request(), ticker), ticker);
    boolean isLines = BulkRoute.isNdjson(context.request());
    SmallBody.receive(
        context.request(), BatchBody.MAX_BYTES, body -> start(answer, body, isLines), answer::fail);
  }

  private void start(BatchAnswer answer, Buffer body, boolean isLines) {
    Iterator<Supplier<RecommendationRequest>> requests;
    try {
      requests = BatchBody.requests(body, isLines);
    } catch (RuntimeException e) {
      answer.fail(e);
      return;
    }
    answer.begin();
    var unused =
        batches.recommendAll(requests, answer, answer.stop()).whenComplete(answer::endOnLoop);
  }
}
