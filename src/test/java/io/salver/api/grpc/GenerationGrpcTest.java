package io.salver.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.salver.api.CompletionClient;
import io.salver.api.CompletionContract;
import io.salver.api.GrpcCompletionClient;
import io.salver.api.task.TaskRunner;
import io.salver.serving.RequestRecord;
import io.salver.task.generation.WritingHouse;
import io.salver.time.Ticker;
import io.salver.v1.CompletionRequest;
import io.salver.v1.GenerateResponse;
import io.salver.v1.GenerationServiceGrpc;
import io.salver.v1.Prompt;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The table over gRPC. */
final class GenerationGrpcTest extends CompletionContract {

  private static final int MUCH = 50_000;

  private final WritingHouse house = WritingHouse.ofFixtures();
  private final BlockingQueue<RequestRecord> records = new LinkedBlockingQueue<>();
  private final Server server =
      ServerBuilder.forPort(0)
          .addService(
              new GenerationGrpcService(
                  house.tasks, new TaskRunner(records::add), house.memory, Ticker.SYSTEM))
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
    house.close();
  }

  @Override
  protected CompletionClient client() {
    return new GrpcCompletionClient(channel);
  }

  @Test
  void a_client_that_does_not_read_is_waited_for_and_one_that_cancels_stops_the_model()
      throws InterruptedException {
    io.grpc.Context.CancellableContext context = io.grpc.Context.current().withCancellation();
    context.run(
        () -> {
          Iterator<GenerateResponse> pieces =
              GenerationServiceGrpc.newBlockingStub(channel)
                  .generate(
                      CompletionRequest.newBuilder()
                          .setModel("gpt")
                          .addPrompts(Prompt.newBuilder().setText("abc"))
                          .setMaxTokens(MUCH)
                          .putLogitBias(2, -100)
                          .build());
          assertThat(pieces.next().getPiece().getText()).isNotEmpty();
        });
    context.cancel(null);

    RequestRecord record = records.poll(60, TimeUnit.SECONDS);
    while (record != null && !record.code().equals("CANCELLED")) { // of calls before
      record = records.poll(60, TimeUnit.SECONDS);
    }
    assertThat(record).isNotNull();
    assertThat(record.method()).isEqualTo("complete");
    assertThat(house.written()).isLessThan(MUCH);
  }
}
