package io.salver.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.testkit.SalverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGTERM under load. The clients are as those of a Kubernetes Service: HTTP goes to a replica that
 * is ready, and keeps its connections as long as it may; gRPC has channels to all, and leaves one
 * when its server says so.
 */
final class LeavingIT {

  private static final Path ECHO = Path.of("src/test/models/protocol/echo-fp32/1/model.onnx");
  private static final int ENOUGH = 200;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

  @Test
  void no_request_is_lost_when_one_of_two_replicas_leaves(@TempDir Path repository)
      throws Exception {
    place(repository);
    RequestTally kept = new RequestTally("REST over kept connections");
    RequestTally fresh = new RequestTally("REST over new connections");
    RequestTally multiplexed = new RequestTally("REST over HTTP/2");
    RequestTally unary = new RequestTally("gRPC calls");
    RequestTally streams = new RequestTally("gRPC streams");
    List<RequestTally> tallies = List.of(kept, fresh, multiplexed, unary, streams);
    try (SalverProcess staying = start(repository);
        SalverProcess leaving = start(repository);
        ReadyReplica ready = new ReadyReplica(List.of(leaving, staying));
        RestClients rest = new RestClients();
        GrpcClients grpc = new GrpcClients(List.of(leaving, staying))) {
      rest.start(4, () -> rest.keepConnection(ready::port, kept));
      rest.start(2, () -> rest.connectAnew(ready::port, fresh));
      rest.start(2, () -> rest.multiplex(ready::port, multiplexed));
      grpc.start(4, () -> grpc.call(unary));
      grpc.start(2, () -> grpc.stream(streams));
      awaitMore(tallies);
      int status = leaving.stop();
      awaitMore(tallies);
      tallies.forEach(System.out::println);

      assertThat(status).isEqualTo(143);
      assertThat(leaving.log()).doesNotContain("did not drain");
    }
    assertThat(tallies).allSatisfy(tally -> assertThat(tally.failures()).isEmpty());
  }

  /**
   * Whoever comes after all finds nobody, perhaps on a connection that the system had accepted for
   * a listener that is gone; but no connection that was answered before is cut.
   */
  @Test
  void who_does_not_heed_readiness_is_told_and_never_cut(@TempDir Path repository)
      throws Exception {
    place(repository);
    RequestTally naive = new RequestTally("REST over kept connections, whatever readiness says");
    SalverProcess leaving = start(repository);
    try (leaving;
        RestClients rest = new RestClients()) {
      rest.start(4, () -> rest.keepConnection(leaving::httpPort, naive));
      awaitMore(List.of(naive));
      leaving.stop();
    }
    System.out.println(naive);

    assertThat(naive.failures().keySet())
        .allSatisfy(
            failure ->
                assertThat(failure).matches("503 .*|%s.*".formatted(RestClients.NOBODY_THERE)));
  }

  private static void awaitMore(List<RequestTally> tallies) {
    List<Long> before = new ArrayList<>();
    tallies.forEach(tally -> before.add(tally.answered()));
    long giveUp = System.nanoTime() + PATIENCE_NANOS;
    for (int i = 0; i < tallies.size(); i++) {
      while (tallies.get(i).answered() < before.get(i) + ENOUGH) {
        assertThat(System.nanoTime()).as(tallies.get(i).toString()).isLessThan(giveUp);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      }
    }
  }

  private static SalverProcess start(Path repository) {
    return SalverProcess.start(
        Map.of(
            "quarkus.shutdown.delay",
            "6s", // within which its probe is asked also on a busy machine
            "salver.requests.target-wait",
            "", // nobody is refused on a slow machine
            "salver.models.repository",
            repository.toString(),
            "salver.recommenders.directory",
            repository.resolve("none").toString()));
  }

  /** Each request waits a little for others, so that some are always under way. */
  private static void place(Path repository) throws IOException {
    Path version = Files.createDirectories(repository.resolve("echo").resolve("1"));
    Files.copy(ECHO, version.resolve("model.onnx"));
    Files.writeString(
        repository.resolve("echo/model.yaml"),
        "batching: {max-rows: 64, max-delay: 10ms, join: always}\n");
  }
}
