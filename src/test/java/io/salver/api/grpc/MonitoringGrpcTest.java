package io.salver.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.StatusRuntimeException;
import io.salver.api.MonitoringContract;
import io.salver.testkit.Eventually;
import io.salver.time.Ticker;
import io.salver.v1.GetMonitoredModelRequest;
import io.salver.v1.GetMonitoringWindowRequest;
import io.salver.v1.GetMonitoringWindowResponse;
import io.salver.v1.GetQualityRequest;
import io.salver.v1.ListMonitoredModelsRequest;
import io.salver.v1.MonitoredModel;
import io.salver.v1.MonitoringServiceGrpc;
import io.salver.v1.MonitoringServiceGrpc.MonitoringServiceBlockingStub;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What gRPC says of the watching, as REST does. */
final class MonitoringGrpcTest extends MonitoringContract {

  private static final JsonMapper JSON = new JsonMapper();

  private final Server server =
      ServerBuilder.forPort(0)
          .addService(new MonitoringGrpcService(requests, runner, Ticker.SYSTEM))
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
  protected Answer list() {
    return answer(stub -> stub.listModels(ListMonitoredModelsRequest.getDefaultInstance()));
  }

  @Override
  protected Answer model(String model, long version, String replicas) {
    GetMonitoredModelRequest request =
        GetMonitoredModelRequest.newBuilder()
            .setModel(model)
            .setVersion(version)
            .setReplicas(replicas)
            .build();
    return answer(stub -> stub.getModel(request));
  }

  @Override
  protected byte[] window(String model) {
    GetMonitoringWindowResponse answer =
        MonitoringServiceGrpc.newBlockingStub(channel)
            .getWindow(GetMonitoringWindowRequest.newBuilder().setModel(model).build());
    assertThat(answer.getReplica()).isEqualTo("here");
    return answer.getWindow().toByteArray();
  }

  @Override
  protected Answer quality(String model, long version) {
    GetQualityRequest request =
        GetQualityRequest.newBuilder().setModel(model).setVersion(version).build();
    return answer(stub -> stub.getQuality(request));
  }

  @Test
  void fields_are_typed() {
    MonitoredModel income =
        MonitoringServiceGrpc.newBlockingStub(channel)
            .getModel(GetMonitoredModelRequest.newBuilder().setModel("income").build());
    assertThat(income.getDriftedList()).contains("x");
    assertThat(income.getFeatures(0).getTests(0).getThreshold()).isEqualTo(0.08);
    assertThat(income.getFeatures(0).getTests(3).hasPValue()).isFalse();
    assertThat(income.getFeatures(1).getBins(3).getLabel()).isEqualTo("violet \"\\");
    assertThat(income.getFeatures(1).getBins(3).getNew()).isTrue();
    assertThat(income.getQuality().getMetrics(0).getValue()).isEqualTo(0.7);
    Eventually.holds(
        () -> {
          assertThat(records.getLast().method()).isEqualTo("monitoring");
          assertThat(records.getLast().protocol()).isEqualTo("grpc");
        });
  }

  private Answer answer(Function<MonitoringServiceBlockingStub, MessageOrBuilder> call) {
    try {
      MessageOrBuilder answer = call.apply(MonitoringServiceGrpc.newBlockingStub(channel));
      return new Answer(
          200,
          JSON.readTree(
              JsonFormat.printer()
                  .preservingProtoFieldNames()
                  .alwaysPrintFieldsWithNoPresence()
                  .print(answer)));
    } catch (StatusRuntimeException refused) {
      String error = String.valueOf(refused.getStatus().getDescription());
      return new Answer(status(refused), JSON.createObjectNode().put("error", error));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static int status(StatusRuntimeException refused) {
    return switch (refused.getStatus().getCode()) {
      case INVALID_ARGUMENT -> 400;
      case NOT_FOUND -> 404;
      default -> throw new AssertionError(refused);
    };
  }
}
