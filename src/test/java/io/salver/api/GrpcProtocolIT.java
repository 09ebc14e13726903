package io.salver.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import inference.DataType;
import inference.GRPCInferenceServiceGrpc;
import inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import inference.ModelConfig;
import inference.ModelConfigRequest;
import inference.ModelInferRequest;
import inference.ModelInferRequest.InferInputTensor;
import inference.ModelMetadataRequest;
import inference.ModelMetadataResponse;
import inference.ModelReadyRequest;
import inference.ModelRepositoryParameter;
import inference.RepositoryIndexRequest;
import inference.RepositoryModelLoadRequest;
import inference.ServerLiveRequest;
import inference.ServerMetadataRequest;
import inference.ServerReadyRequest;
import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What gRPC says of itself, and of messages that no generated client would send. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GrpcProtocolIT {

  private final ManagedChannel channel =
      NettyChannelBuilder.forAddress("127.0.0.1", ProtocolServer.process().grpcPort())
          .usePlaintext()
          .maxInboundMessageSize(ProtocolServer.MAX_BODY_BYTES)
          .build();
  private final GRPCInferenceServiceBlockingStub stub =
      GRPCInferenceServiceGrpc.newBlockingStub(channel);

  @AfterAll
  void close() {
    channel.shutdownNow();
  }

  @Test
  void the_server_tells_of_itself() {
    assertThat(stub.serverLive(ServerLiveRequest.getDefaultInstance()).getLive()).isTrue();
    assertThat(stub.serverReady(ServerReadyRequest.getDefaultInstance()).getReady()).isTrue();
    assertThat(stub.serverMetadata(ServerMetadataRequest.getDefaultInstance()).getName())
        .isEqualTo("salver");
  }

  @Test
  void a_model_tells_its_tensors() {
    ModelMetadataResponse model =
        stub.modelMetadata(ModelMetadataRequest.newBuilder().setName("arithmetic").build());

    assertThat(model.getVersionsList()).containsExactly("1", "2");
    assertThat(model.getInputs(1).getName()).isEqualTo("b");
    assertThat(model.getInputs(1).getShapeList()).containsExactly(-1L, 2L);
    assertThat(
            stub.modelReady(ModelReadyRequest.newBuilder().setName("arithmetic").build())
                .getReady())
        .isTrue();
  }

  @Test
  void unknown_models_are_not_found() {
    assertThat(code(() -> stub.modelReady(ModelReadyRequest.newBuilder().setName("no").build())))
        .isEqualTo(Status.Code.NOT_FOUND);
    assertThat(
            code(() -> stub.modelMetadata(ModelMetadataRequest.newBuilder().setName("no").build())))
        .isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void a_model_tells_its_configuration() {
    ModelConfig config =
        stub.modelConfig(ModelConfigRequest.newBuilder().setName("arithmetic").build()).getConfig();

    assertThat(config.getPlatform()).isEqualTo("onnxruntime_onnx");
    assertThat(config.getMaxBatchSize()).isEqualTo(1024);
    assertThat(config.getInput(0).getDataType()).isEqualTo(DataType.TYPE_FP32);
    assertThat(config.getInput(0).getDimsList()).containsExactly(2L);
    assertThat(config.getOutput(1).getName()).isEqualTo("difference");
    assertThat(config.getVersionPolicy().hasAll()).isTrue();
    assertThat(code(() -> stub.modelConfig(ModelConfigRequest.newBuilder().setName("no").build())))
        .isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void what_a_change_of_the_repository_does_not_take_is_refused() {
    ModelRepositoryParameter flag =
        ModelRepositoryParameter.newBuilder().setBoolParam(true).build();

    assertThat(
            code(
                () ->
                    stub.repositoryModelLoad(
                        RepositoryModelLoadRequest.newBuilder()
                            .setModelName("echo-fp32")
                            .putParameters("mine", flag)
                            .build())))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(
            code(
                () ->
                    stub.repositoryIndex(
                        RepositoryIndexRequest.newBuilder().setRepositoryName("other").build())))
        .isEqualTo(Status.Code.UNIMPLEMENTED);
  }

  @Test
  void a_message_that_is_no_message_is_invalid() {
    byte[] garbage = {0x2A, 0x7F, 0x01, 0x02};

    assertThat(code(() -> sendBytes(garbage))).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void a_large_message_within_the_limit_is_served_and_a_larger_one_refused() {
    int bytes = 12 << 20;

    assertThat(stub.modelInfer(echo(bytes)).getRawOutputContents(0).size()).isEqualTo(bytes);
    assertThat(code(() -> stub.modelInfer(echo(50 << 20))))
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void a_deadline_that_has_passed_is_kept() {
    assertThat(
            code(() -> stub.withDeadlineAfter(1, TimeUnit.MICROSECONDS).modelInfer(echo(12 << 20))))
        .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
  }

  @Test
  void compressed_messages_are_read() {
    assertThat(stub.withCompression("gzip").modelInfer(echo(4000)).getRawOutputContents(0).size())
        .isEqualTo(4000);
  }

  @Test
  void health_knows_the_service_and_no_other() {
    HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(channel);

    for (String known : new String[] {"", "inference.GRPCInferenceService"}) {
      assertThat(health.check(check(known)).getStatus()).isEqualTo(ServingStatus.SERVING);
    }
    assertThat(code(() -> health.check(check("nobody")))).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void a_watch_tells_the_status_at_once_and_stays_open() {
    HealthGrpc.HealthBlockingStub health =
        HealthGrpc.newBlockingStub(channel).withDeadlineAfter(120, TimeUnit.SECONDS);
    try (Context.CancellableContext open = Context.current().withCancellation()) {
      AtomicReference<Iterator<HealthCheckResponse>> known = new AtomicReference<>();
      open.run(() -> known.set(health.watch(check("inference.GRPCInferenceService"))));
      assertThat(known.get().next().getStatus()).isEqualTo(ServingStatus.SERVING);
      Iterator<HealthCheckResponse> unknown = health.watch(check("nobody"));
      assertThat(unknown.next().getStatusValue()).isEqualTo(3); // SERVICE_UNKNOWN
      open.cancel(null);
      assertThat(code(known.get()::hasNext)).isEqualTo(Status.Code.CANCELLED);
    }
  }

  @Test
  void reflection_shows_every_service_with_its_schema() throws IOException {
    List<ServerReflectionResponse> answers = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> end = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse answer) {
                    answers.add(answer);
                  }

                  @Override
                  public void onError(Throwable failure) {
                    end.completeExceptionally(failure);
                  }

                  @Override
                  public void onCompleted() {
                    end.complete(null);
                  }
                });
    requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    requests.onNext(
        ServerReflectionRequest.newBuilder()
            .setFileContainingSymbol("inference.GRPCInferenceService")
            .build());
    requests.onCompleted();
    end.orTimeout(60, TimeUnit.SECONDS).join();

    assertThat(answers.get(0).getListServicesResponse().getServiceList())
        .extracting(ServiceResponse::getName)
        .contains(
            "inference.GRPCInferenceService",
            "salver.v1.RecommendationService",
            "salver.v1.TextService",
            "salver.v1.TabularService",
            "grpc.health.v1.Health");
    FileDescriptorProto schema =
        FileDescriptorProto.parseFrom(
            answers.get(1).getFileDescriptorResponse().getFileDescriptorProto(0));
    assertThat(schema.getService(0).getMethodList())
        .extracting(MethodDescriptorProto::getName)
        .contains("ModelInfer", "ModelStreamInfer", "ModelConfig", "ModelStatistics");
  }

  private static HealthCheckRequest check(String service) {
    return HealthCheckRequest.newBuilder().setService(service).build();
  }

  private void sendBytes(byte[] message) {
    MethodDescriptor<byte[], byte[]> method =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("inference.GRPCInferenceService/ModelInfer")
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();
    ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, message);
  }

  private static ModelInferRequest echo(int bytes) {
    return ModelInferRequest.newBuilder()
        .setModelName("echo-fp32")
        .addInputs(
            InferInputTensor.newBuilder()
                .setName("x")
                .setDatatype("FP32")
                .addShape(1)
                .addShape(bytes / 4))
        .addRawInputContents(ByteString.copyFrom(new byte[bytes]))
        .build();
  }

  private static Status.Code code(ThrowingCallable call) {
    return catchThrowableOfType(StatusRuntimeException.class, call).getStatus().getCode();
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
