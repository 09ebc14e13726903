package io.salver.api.rest;

import io.salver.api.Failures;
import io.salver.api.RepositoryRequests;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * {@code POST /v2/repository/index} and {@code POST /v2/repository/models/{name}/load|unload}: read
 * and answered on the event loop; the work is done elsewhere. Thread-safe.
 */
@Singleton
final class RepositoryRoute {

  private static final int MAX_BODY_BYTES = 1 << 20;

  private final RepositoryRequests repository;

  @Inject
  RepositoryRoute(RepositoryRequests repository) {
    this.repository = repository;
  }

  void index(RoutingContext context) {
    answer(
        context,
        body ->
            repository
                .index("", RepositoryJson.readyOnly(body))
                .thenApply(versions -> RepositoryJson.index(versions).toBuffer()));
  }

  void load(RoutingContext context, String model) {
    answer(context, body -> done(repository.load("", model, RepositoryJson.parameters(body))));
  }

  void unload(RoutingContext context, String model) {
    answer(context, body -> done(repository.unload("", model, RepositoryJson.parameters(body))));
  }

  private static CompletionStage<Buffer> done(CompletionStage<Void> change) {
    return change.thenApply(nothing -> new JsonObject().toBuffer());
  }

  private static void answer(
      RoutingContext context, Function<Buffer, CompletionStage<Buffer>> request) {
    Context eventLoop = context.vertx().getOrCreateContext();
    SmallBody.receive(
        context,
        MAX_BODY_BYTES,
        body -> {
          CompletionStage<Buffer> answer;
          try {
            answer = request.apply(body);
          } catch (RuntimeException e) {
            HttpAnswers.fault(context, Failures.fault(e));
            return;
          }
          var unused =
              answer.whenComplete(
                  (document, failure) ->
                      eventLoop.runOnContext(
                          nothing -> {
                            if (failure == null) {
                              HttpAnswers.document(context, document);
                            } else {
                              HttpAnswers.fault(context, Failures.fault(failure));
                            }
                          }));
        },
        failure -> HttpAnswers.fault(context, Failures.fault(failure)));
  }
}
