package engine.scenario;

import engine.load.Blocking;
import engine.load.InferRequests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What clients do beside good requests: send half a megabyte, give up on long runs over both
 * protocols, send nonsense, hang up in the middle. Closing it stops it.
 */
final class Mischief implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 20_000;
  private static final int LONG_RUN = 2_000;
  private static final long PAUSE_MILLIS = 20;

  private final int httpPort;
  private final GrpcCancel grpc;
  private final AtomicLong count = new AtomicLong();
  private final Thread thread;
  private volatile boolean stop;

  Mischief(int httpPort, int grpcPort) {
    this.httpPort = httpPort;
    this.grpc = new GrpcCancel(grpcPort);
    this.thread = Thread.ofPlatform().name("mischief").start(this::run);
  }

  long count() {
    return count.get();
  }

  @Override
  public void close() throws InterruptedException {
    stop = true;
    thread.join();
    grpc.close();
  }

  private void run() {
    byte[] image = InferRequests.to("cnn", 1, 3, 224, 224).binary();
    byte[] half = java.util.Arrays.copyOf(image, image.length / 2);
    byte[] nonsense =
        InferRequests.post(
            "/v2/models/cnn/infer", "", "{\"inputs\":[7]}".getBytes(StandardCharsets.UTF_8));
    byte[] slow =
        InferRequests.post(
            "/v2/models/slow/infer",
            "",
            ("{\"inputs\":[{\"name\":\"steps\",\"datatype\":\"INT64\",\"shape\":[1],\"data\":["
                    + LONG_RUN
                    + "]}]}")
                .getBytes(StandardCharsets.UTF_8));
    while (!stop) {
      try {
        exchange(image);
        exchange(nonsense);
        abandon(half);
        abandon(slow);
        Cancel.Started call = grpc.start(LONG_RUN);
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        call.close();
      } catch (IOException | RuntimeException refused) {
        // the good traffic tells whether the service is well
      } catch (InterruptedException e) {
        return;
      }
      count.addAndGet(5);
    }
  }

  private void exchange(byte[] request) throws IOException {
    try (Blocking connection = new Blocking(httpPort, TIMEOUT_MILLIS)) {
      connection.exchange(request);
    }
  }

  private void abandon(byte[] request) throws IOException, InterruptedException {
    try (Blocking connection = new Blocking(httpPort, TIMEOUT_MILLIS)) {
      connection.send(request);
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      connection.reset();
    }
  }
}
