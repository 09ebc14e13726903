package io.salver.api.rest;

import io.salver.api.FakeSpeech;
import io.salver.api.FakeTabular;
import io.salver.api.FakeText;
import io.salver.api.FakeVision;
import io.salver.api.RequestLimits;
import io.salver.api.task.SpeechRequests;
import io.salver.api.task.TabularRequests;
import io.salver.api.task.TaskRunner;
import io.salver.api.task.TextRequests;
import io.salver.api.task.VisionRequests;
import io.salver.serving.RequestRecord;
import io.salver.task.TaskThreads;
import io.salver.tensor.DirectMemoryPool;
import io.salver.time.Ticker;
import io.vertx.ext.web.Router;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The routes of typed tasks on a server of their own, answered by fakes. */
final class TaskServer implements AutoCloseable {

  static final int MAX_BODY_BYTES = 2 << 20;

  private final FakeVision vision = new FakeVision();
  private final FakeSpeech speech = new FakeSpeech();
  private final FakeText text = new FakeText();
  private final FakeTabular tabular = new FakeTabular();
  private final DirectMemoryPool pool = new DirectMemoryPool(64 << 20, 0);
  private final TaskThreads threads = new TaskThreads(1, 16);
  private final BlockingQueue<RequestRecord> records = new LinkedBlockingQueue<>();
  private final WireServer server = new WireServer(this::register);

  int port() {
    return server.port();
  }

  FakeVision vision() {
    return vision;
  }

  FakeSpeech speech() {
    return speech;
  }

  FakeTabular tabular() {
    return tabular;
  }

  DirectMemoryPool pool() {
    return pool;
  }

  /** What was told of requests and not taken yet. */
  BlockingQueue<RequestRecord> records() {
    return records;
  }

  @Override
  public void close() {
    server.close();
    threads.close();
  }

  private void register(Router router) {
    TaskRoute route =
        new TaskRoute(
            new TaskRunner(records::add),
            threads,
            pool,
            new RequestLimits(MAX_BODY_BYTES),
            Ticker.SYSTEM);
    new VisionRoutes(route, new VisionRequests(vision)).register(router);
    new SpeechRoutes(route, new SpeechRequests(speech)).register(router);
    new TextRoutes(route, new TextRequests(text)).register(router);
    TabularRequests requests = new TabularRequests(tabular, FakeTabular.FORMATS);
    new TabularRoutes(route, requests).register(router);
    new TabularSchemaRoutes(requests).register(router);
  }
}
