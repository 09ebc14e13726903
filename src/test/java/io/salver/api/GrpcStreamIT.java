package io.salver.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import inference.GRPCInferenceServiceGrpc;
import inference.InferParameter;
import inference.ModelInferRequest;
import inference.ModelStreamInferResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import io.salver.testkit.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ModelStreamInfer with a real client: every case of the table, in one stream. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GrpcStreamIT {

  private static final int PATIENCE_SECONDS = 60;

  private final ManagedChannel channel =
      NettyChannelBuilder.forAddress("127.0.0.1", ProtocolServer.process().grpcPort())
          .usePlaintext()
          .build();

  @AfterAll
  void close() {
    channel.shutdownNow();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void every_case_is_answered_in_its_turn_and_failures_leave_the_stream_open(
      InferenceCase.Form form) throws InterruptedException {
    List<InferenceCase> cases =
        InferenceCases.all().stream()
            .filter(WireModels::serve)
            .filter(c -> c.forms().contains(form))
            .toList();
    Client client = new Client();
    StreamObserver<ModelInferRequest> requests = stub().modelStreamInfer(client);
    for (int index = 0; index < cases.size(); index++) {
      requests.onNext(
          GrpcWords.request(cases.get(index), form).toBuilder().setId("r" + index).build());
    }
    requests.onCompleted();

    assertThat(client.end()).isEqualTo(Status.Code.OK);
    List<ModelStreamInferResponse> answers = new ArrayList<>(client.answers);
    assertThat(answers).hasSameSizeAs(cases);
    for (int index = 0; index < cases.size(); index++) {
      ModelStreamInferResponse answer = answers.get(index);
      assertThat(answer.getInferResponse().getId()).isEqualTo("r" + index);
      switch (cases.get(index).expected()) {
        case InferenceCase.Expected.Outputs(List<Values> outputs) -> {
          assertThat(answer.getErrorMessage()).isEmpty();
          assertThat(GrpcWords.answer(answer.getInferResponse()).outputs()).isEqualTo(outputs);
        }
        case InferenceCase.Expected.Failure(int http, String grpc, String text) ->
            assertThat(answer.getErrorMessage())
                .as(cases.get(index).name())
                .isNotEmpty()
                .contains(text);
      }
    }
  }

  static InferenceCase.Form[] forms() {
    return new InferenceCase.Form[] {InferenceCase.Form.CONTENTS, InferenceCase.Form.RAW};
  }

  @Test
  void a_slow_reader_loses_nothing() throws InterruptedException {
    Client client = new Client();
    client.readsAtOnce = false;
    StreamObserver<ModelInferRequest> requests = stub().modelStreamInfer(client);
    int count = 200;
    for (int index = 0; index < count; index++) {
      requests.onNext(first().toBuilder().setId("s" + index).build());
    }
    requests.onCompleted();
    for (int index = 0; index < count; index++) {
      client.read();
      assertThat(client.next().getInferResponse().getId()).isEqualTo("s" + index);
    }
    client.read();

    assertThat(client.end()).isEqualTo(Status.Code.OK);
  }

  @Test
  void the_empty_final_response_of_triton_is_accepted() throws InterruptedException {
    Client client = new Client();
    StreamObserver<ModelInferRequest> requests = stub().modelStreamInfer(client);
    requests.onNext(
        first().toBuilder()
            .putParameters(
                "triton_enable_empty_final_response",
                InferParameter.newBuilder().setBoolParam(true).build())
            .build());

    assertThat(
            client
                .next()
                .getInferResponse()
                .getParametersOrThrow("triton_final_response")
                .getBoolParam())
        .isTrue();
    requests.onCompleted();
    assertThat(client.end()).isEqualTo(Status.Code.OK);
  }

  @Test
  void a_deadline_and_a_cancellation_end_a_stream_and_leave_the_service_well()
      throws InterruptedException {
    Client late = new Client();
    var unused = stub().withDeadlineAfter(200, TimeUnit.MILLISECONDS).modelStreamInfer(late);
    assertThat(late.end()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);

    Client gone = new Client();
    StreamObserver<ModelInferRequest> requests = stub().modelStreamInfer(gone);
    requests.onNext(first());
    requests.onError(Status.CANCELLED.asRuntimeException());
    assertThat(gone.end()).isEqualTo(Status.Code.CANCELLED);

    Client next = new Client();
    StreamObserver<ModelInferRequest> others = stub().modelStreamInfer(next);
    others.onNext(first());
    assertThat(next.next().getErrorMessage()).isEmpty();
    others.onCompleted();
    assertThat(next.end()).isEqualTo(Status.Code.OK);
  }

  @Test
  void streamed_requests_are_counted_as_such() throws InterruptedException {
    Client client = new Client();
    StreamObserver<ModelInferRequest> requests = stub().modelStreamInfer(client);
    requests.onNext(first());
    requests.onNext(first().toBuilder().setModelName("nowhere").build());
    requests.onCompleted();
    assertThat(client.end()).isEqualTo(Status.Code.OK);

    Eventually.holds(
        () ->
            given()
                .port(ProtocolServer.process().managementPort())
                .get("/metrics")
                .then()
                .statusCode(200)
                .body(
                    containsString(
                        "serving_requests_total{code=\"OK\",method=\"stream_infer\","
                            + "model=\"arithmetic\",protocol=\"grpc\",reason=\"ok\""))
                .body(
                    containsString(
                        "serving_requests_total{code=\"NOT_FOUND\",method=\"stream_infer\","
                            + "model=\"unknown\",protocol=\"grpc\",reason=\"not_found\"")));
  }

  private GRPCInferenceServiceGrpc.GRPCInferenceServiceStub stub() {
    return GRPCInferenceServiceGrpc.newStub(channel);
  }

  private static ModelInferRequest first() {
    return GrpcWords.request(
        InferenceCases.all().stream()
            .filter(c -> c.model().equals("arithmetic"))
            .findFirst()
            .orElseThrow(),
        InferenceCase.Form.RAW);
  }

  /** Keeps what the server says. */
  private static final class Client
      implements ClientResponseObserver<ModelInferRequest, ModelStreamInferResponse> {

    private final BlockingQueue<ModelStreamInferResponse> answers = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status.Code> end = new CompletableFuture<>();
    private final CompletableFuture<ClientCallStreamObserver<ModelInferRequest>> call =
        new CompletableFuture<>();
    private boolean readsAtOnce = true;

    @Override
    public void beforeStart(ClientCallStreamObserver<ModelInferRequest> started) {
      call.complete(started);
      if (!readsAtOnce) {
        started.disableAutoRequestWithInitial(0);
      }
    }

    @Override
    public void onNext(ModelStreamInferResponse answer) {
      answers.add(answer);
    }

    @Override
    public void onError(Throwable failure) {
      end.complete(
          failure instanceof StatusRuntimeException status
              ? status.getStatus().getCode()
              : Status.Code.UNKNOWN);
    }

    @Override
    public void onCompleted() {
      end.complete(Status.Code.OK);
    }

    void read() {
      call.join().request(1);
    }

    ModelStreamInferResponse next() throws InterruptedException {
      ModelStreamInferResponse answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(answer).as("an answer within %s s", PATIENCE_SECONDS).isNotNull();
      return answer;
    }

    Status.Code end() {
      return end.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
  }
}
