package io.salver.api.rest;

import io.salver.api.RequestLimits;
import io.salver.api.task.TaskRunner;
import io.salver.serving.RequestRecord;
import io.salver.task.TaskThreads;
import io.salver.task.generation.WritingHouse;
import io.salver.time.Ticker;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The route of texts on a server of its own, answered by the tiny models of the fixtures. */
final class CompletionServer implements AutoCloseable {

  final WritingHouse house = WritingHouse.ofFixtures();
  final BlockingQueue<RequestRecord> records = new LinkedBlockingQueue<>();
  private final TaskThreads threads = new TaskThreads(1, 16);
  private final WireServer server =
      new WireServer(
          router ->
              new CompletionRoute(
                      house.tasks,
                      new TaskRunner(records::add),
                      threads,
                      house.memory,
                      new RequestLimits(1 << 20),
                      Ticker.SYSTEM)
                  .register(router));

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
    threads.close();
    house.close();
  }
}
