package io.salver.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.util.JsonFormat;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.salver.api.FeedbackContract;
import io.salver.testkit.Eventually;
import io.salver.time.Ticker;
import io.salver.v1.FeedbackServiceGrpc;
import io.salver.v1.PredictionFeedback;
import io.salver.v1.SendFeedbackRequest;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Late labels over gRPC. */
final class FeedbackGrpcTest extends FeedbackContract {

  private static final JsonMapper JSON = new JsonMapper();

  private final Server server =
      ServerBuilder.forPort(0)
          .addService(new FeedbackGrpcService(requests, runner, Ticker.SYSTEM))
          .build();
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    server.start();
    channel =
        ManagedChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().build();
  }

  @AfterEach
  void stop() throws InterruptedException {
    channel.shutdownNow();
    server.shutdownNow();
    assertThat(server.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
  }

  @Override
  protected JsonNode send(String... labels) {
    SendFeedbackRequest.Builder request = SendFeedbackRequest.newBuilder();
    try {
      for (String label : labels) {
        request.addFeedback(message(JSON.readTree(label)));
      }
      return JSON.readTree(
          JsonFormat.printer()
              .alwaysPrintFieldsWithNoPresence()
              .print(FeedbackServiceGrpc.newBlockingStub(channel).sendFeedback(request.build())));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_store_that_fails_is_named_with_unavailable() throws JsonProcessingException {
    store.fail(true);
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(() -> send("{\"id\":\"r1\",\"outcome\":\">50K\"}"))
        .satisfies(
            refused -> {
              assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
              assertThat(refused).hasMessageContaining("the store of the test fails");
            });
    Eventually.holds(() -> assertThat(records.getLast().code()).isEqualTo("UNAVAILABLE"));
  }

  private static PredictionFeedback message(JsonNode label) {
    PredictionFeedback.Builder message = PredictionFeedback.newBuilder();
    if (label.has("id")) {
      message.setId(label.path("id").asText());
    }
    if (label.has("index")) {
      message.setIndex(label.path("index").asInt());
    }
    if (label.has("model")) {
      message.setModel(label.path("model").asText());
    }
    if (label.path("outcome").isTextual()) {
      message.setLabel(label.path("outcome").asText());
    } else if (label.has("outcome")) {
      message.setValue(label.path("outcome").asDouble());
    }
    if (label.has("at")) {
      message.setAt(label.path("at").asText());
    }
    return message.build();
  }
}
