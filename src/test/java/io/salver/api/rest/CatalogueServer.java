package io.salver.api.rest;

import io.salver.api.FakeRecommenders;
import io.salver.api.catalogue.CatalogueRequests;
import io.salver.api.catalogue.CatalogueRunner;
import io.salver.recommend.CatalogueService;
import io.salver.serving.RequestRecord;
import io.salver.time.Ticker;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The routes of catalogues on a server of their own. */
final class CatalogueServer implements AutoCloseable {

  private static final int SECONDS = 10;

  private final Vertx vertx = Vertx.vertx();
  private final List<RequestRecord> records = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  /** Serves {@code catalogue} on a free port. */
  CatalogueServer(CatalogueService catalogue) {
    CatalogueRequests requests = new CatalogueRequests(catalogue, new FakeRecommenders());
    CatalogueRunner runner = new CatalogueRunner(records::add);
    Router router = Router.router(vertx);
    BulkRoute bulk = new BulkRoute(catalogue, requests, runner, Ticker.SYSTEM);
    new CatalogueRoutes(requests, runner, bulk, Ticker.SYSTEM).register(router);
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

  /** What was told of requests so far. */
  List<RequestRecord> records() {
    return records;
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  private static <T> T await(io.vertx.core.Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
