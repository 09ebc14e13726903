package io.salver.api.rest;

import io.salver.api.FakeRecommenders;
import io.salver.api.ServiceRunner;
import io.salver.api.catalogue.CatalogueRequests;
import io.salver.recommend.catalogue.CatalogueService;
import io.salver.serving.RequestRecord;
import io.salver.time.Ticker;
import io.vertx.ext.web.Router;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The routes of catalogues on a server of their own. */
final class CatalogueServer implements AutoCloseable {

  private final BlockingQueue<RequestRecord> records = new LinkedBlockingQueue<>();
  private final WireServer server;

  /** Serves {@code catalogue} on a free port. */
  CatalogueServer(CatalogueService catalogue) {
    this.server = new WireServer(router -> register(router, catalogue));
  }

  int port() {
    return server.port();
  }

  /** What was told of requests and not taken yet. */
  BlockingQueue<RequestRecord> records() {
    return records;
  }

  @Override
  public void close() {
    server.close();
  }

  private void register(Router router, CatalogueService catalogue) {
    CatalogueRequests requests = new CatalogueRequests(catalogue, new FakeRecommenders());
    ServiceRunner runner = new ServiceRunner(records::add);
    BulkRoute bulk = new BulkRoute(catalogue, requests, runner, Ticker.SYSTEM);
    new CatalogueRoutes(requests, runner, bulk, Ticker.SYSTEM).register(router);
  }
}
