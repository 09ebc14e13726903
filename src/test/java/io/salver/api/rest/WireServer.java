package io.salver.api.rest;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Some routes on a server of their own. */
final class WireServer implements AutoCloseable {

  private static final int SECONDS = 60;

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;

  /** Serves what {@code routes} registers on a free port. */
  WireServer(Consumer<Router> routes) {
    Router router = Router.router(vertx);
    routes.accept(router);
    this.server =
        await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      request.pause(); // as the service's server does
                      router.handle(request);
                    })
                .listen(0, "127.0.0.1"));
  }

  int port() {
    return server.actualPort();
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
