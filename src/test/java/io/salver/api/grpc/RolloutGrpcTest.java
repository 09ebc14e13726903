package io.salver.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.salver.api.RolloutContract;
import io.salver.time.Ticker;
import io.salver.v1.DeclareRolloutRequest;
import io.salver.v1.ExplainRolloutRequest;
import io.salver.v1.GetRolloutRequest;
import io.salver.v1.ListRolloutEventsRequest;
import io.salver.v1.ListRolloutsRequest;
import io.salver.v1.OrderRolloutRequest;
import io.salver.v1.RemoveRolloutRequest;
import io.salver.v1.RolloutDocument;
import io.salver.v1.RolloutServiceGrpc;
import io.salver.v1.RolloutServiceGrpc.RolloutServiceBlockingStub;
import io.salver.v1.WeighRolloutRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Rollouts over gRPC. */
final class RolloutGrpcTest extends RolloutContract {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Metadata.Key<String> ACTOR =
      Metadata.Key.of("x-salver-actor", Metadata.ASCII_STRING_MARSHALLER);

  private final Server server =
      ServerBuilder.forPort(0)
          .intercept(new CallActor())
          .addService(new RolloutGrpcService(requests, runner, Ticker.SYSTEM))
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
  protected Answer ask(String method, String rollout, String action, String body, String actor) {
    RolloutServiceBlockingStub stub = RolloutServiceGrpc.newBlockingStub(channel);
    if (!actor.isEmpty()) {
      Metadata metadata = new Metadata();
      metadata.put(ACTOR, actor);
      stub = stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
    }
    try {
      RolloutDocument answer =
          send(stub, method, rollout, action, JSON.readTree(body.isEmpty() ? "{}" : body));
      return new Answer(
          200, whole(JSON.readTree(JsonFormat.printer().print(answer.getDocument()))));
    } catch (StatusRuntimeException refused) {
      String error = String.valueOf(refused.getStatus().getDescription());
      return new Answer(status(refused), JSON.createObjectNode().put("error", error));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static RolloutDocument send(
      RolloutServiceBlockingStub stub, String method, String name, String action, JsonNode body)
      throws InvalidProtocolBufferException {
    if (name.isEmpty()) {
      return stub.listRollouts(ListRolloutsRequest.getDefaultInstance());
    }
    if (action.startsWith("events")) {
      Map<String, String> query = query(action);
      return stub.listRolloutEvents(
          ListRolloutEventsRequest.newBuilder()
              .setName(name)
              .setBefore(query.getOrDefault("before", ""))
              .setLimit(Integer.parseInt(query.getOrDefault("limit", "0")))
              .build());
    }
    OrderRolloutRequest order =
        OrderRolloutRequest.newBuilder()
            .setName(name)
            .setReason(body.path("reason").asText(""))
            .build();
    return switch (method + " " + action) {
      case "GET " -> stub.getRollout(GetRolloutRequest.newBuilder().setName(name).build());
      case "DELETE " -> stub.removeRollout(RemoveRolloutRequest.newBuilder().setName(name).build());
      case "PUT " -> {
        Struct.Builder declaration = Struct.newBuilder();
        JsonFormat.parser().merge(body.toString(), declaration);
        yield stub.declareRollout(
            DeclareRolloutRequest.newBuilder().setName(name).setDeclaration(declaration).build());
      }
      case "POST promote" -> stub.promoteRollout(order);
      case "POST rollback" -> stub.rollBackRollout(order);
      case "POST pause" -> stub.pauseRollout(order);
      case "POST resume" -> stub.resumeRollout(order);
      case "POST weights" -> {
        WeighRolloutRequest.Builder request = WeighRolloutRequest.newBuilder().setName(name);
        body.path("weights")
            .properties()
            .forEach(each -> request.putWeights(each.getKey(), each.getValue().asDouble()));
        yield stub.weighRollout(request.build());
      }
      case "POST explain" -> stub.explainRollout(explained(name, body));
      default -> throw new AssertionError(method + " " + action);
    };
  }

  private static ExplainRolloutRequest explained(String name, JsonNode body) {
    ExplainRolloutRequest.Builder request = ExplainRolloutRequest.newBuilder().setName(name);
    body.path("attributes")
        .properties()
        .forEach(each -> request.putAttributes(each.getKey(), each.getValue().asText()));
    if (body.has("key")) {
      request.setKey(body.path("key").asText());
    }
    if (body.has("arm")) {
      request.setArm(body.path("arm").asText());
    }
    return request.build();
  }

  private static Map<String, String> query(String action) {
    return Arrays.stream(action.substring(action.indexOf('?') + 1).split("&"))
        .filter(each -> each.contains("="))
        .map(each -> each.split("=", 2))
        .collect(Collectors.toMap(each -> each[0], each -> each[1]));
  }

  /** Numbers of messages are doubles; JSON of REST writes whole ones without a point. */
  private static JsonNode whole(JsonNode document) throws IOException {
    return JSON.readTree(
        document.toString().replaceAll("(?<=[:,\\[])(-?\\d+)\\.0(?=[,}\\]])", "$1"));
  }

  private static int status(StatusRuntimeException refused) {
    return switch (refused.getStatus().getCode()) {
      case INVALID_ARGUMENT -> 400;
      case NOT_FOUND -> 404;
      case UNAVAILABLE -> 503;
      default -> throw new AssertionError(refused);
    };
  }
}
