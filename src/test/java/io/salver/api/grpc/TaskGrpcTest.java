package io.salver.api.grpc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.salver.api.FakeSpeech;
import io.salver.api.FakeTabular;
import io.salver.api.FakeText;
import io.salver.api.FakeVision;
import io.salver.api.GrpcTaskClient;
import io.salver.api.TaskCases.Expected;
import io.salver.api.TaskClient;
import io.salver.api.TaskContract;
import io.salver.api.task.SpeechRequests;
import io.salver.api.task.TabularRequests;
import io.salver.api.task.TaskRunner;
import io.salver.api.task.TextRequests;
import io.salver.api.task.VisionRequests;
import io.salver.serving.RequestRecord;
import io.salver.tensor.DirectMemoryPool;
import io.salver.testkit.Eventually;
import io.salver.time.Ticker;
import io.salver.v1.EmbedRequest;
import io.salver.v1.EmbedResponse;
import io.salver.v1.VisionServiceGrpc;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The table over gRPC. */
final class TaskGrpcTest extends TaskContract {

  private final FakeVision vision = new FakeVision();
  private final DirectMemoryPool pool = new DirectMemoryPool(64 << 20, 0);
  private final BlockingQueue<RequestRecord> records = new LinkedBlockingQueue<>();
  private final TaskRunner runner = new TaskRunner(records::add);
  private final Server server =
      ServerBuilder.forPort(0)
          .addService(
              new VisionGrpcService(new VisionRequests(vision), runner, pool, Ticker.SYSTEM)
                  .bindService())
          .addService(
              new SpeechGrpcService(
                      new SpeechRequests(new FakeSpeech()), runner, pool, Ticker.SYSTEM)
                  .bindService())
          .addService(
              new TextGrpcService(new TextRequests(new FakeText()), runner, pool, Ticker.SYSTEM)
                  .bindService())
          .addService(
              new TabularGrpcService(
                      new TabularRequests(new FakeTabular(), FakeTabular.FORMATS),
                      runner,
                      pool,
                      Ticker.SYSTEM)
                  .bindService())
          .build();
  private ManagedChannel channel;

  @BeforeAll
  void start() throws IOException {
    server.start();
    channel =
        ManagedChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().build();
  }

  @AfterAll
  void stop() throws InterruptedException {
    channel.shutdownNow();
    server.shutdownNow();
    assertThat(server.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    Eventually.holds(() -> assertThat(pool.leasedBytes()).isZero());
  }

  @Override
  protected TaskClient client() {
    return new GrpcTaskClient(channel);
  }

  @Override
  protected String status(Expected.Refusal refusal) {
    return refusal.grpc();
  }

  @Test
  void a_call_that_is_cancelled_stops_its_work() throws InterruptedException {
    vision.tasks().contexts().clear();
    records.clear();
    ListenableFuture<EmbedResponse> call =
        VisionServiceGrpc.newFutureStub(channel)
            .embed(
                EmbedRequest.newBuilder()
                    .setModel("slow")
                    .addImage(ByteString.copyFromUtf8("a"))
                    .build());
    assertThat(vision.tasks().contexts().poll(60, TimeUnit.SECONDS)).isNotNull();

    call.cancel(true);

    RequestRecord record = recordOf("slow");
    assertThat(record.method()).isEqualTo("embed");
    assertThat(record.code()).isEqualTo("CANCELLED");
  }

  /** The next record of that model; those of calls before may still be on their way. */
  private RequestRecord recordOf(String model) throws InterruptedException {
    RequestRecord record = records.poll(60, TimeUnit.SECONDS);
    while (record != null && !record.model().equals(Optional.of(model))) {
      record = records.poll(60, TimeUnit.SECONDS);
    }
    return requireNonNull(record);
  }
}
