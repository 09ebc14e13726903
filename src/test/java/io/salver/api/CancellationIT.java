package io.salver.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.hamcrest.Matchers.equalTo;

import com.google.protobuf.ByteString;
import inference.GRPCInferenceServiceGrpc;
import inference.ModelInferRequest;
import inference.ModelInferRequest.InferInputTensor;
import inference.ModelInferResponse;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.salver.testkit.SalverProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A run that would never end stops when nobody waits for it any more, by whatever way that is told.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CancellationIT {

  private static final long FOREVER = Long.MAX_VALUE;
  private static final Duration BOUND = Duration.ofMinutes(2);

  private final SalverProcess salver = ProtocolServer.process();
  private final ManagedChannel channel =
      NettyChannelBuilder.forAddress("127.0.0.1", salver.grpcPort()).usePlaintext().build();

  @AfterAll
  void close() {
    channel.shutdownNow();
  }

  @AfterEach
  void the_model_is_free_again() {
    await("serving_inflight_requests{model=\"slow\",version=\"1\"}", 0);
    await("serving_pending_requests{model=\"slow\",version=\"1\"}", 0);
    given()
        .port(salver.httpPort())
        .body(json(3, ""))
        .post("/v2/models/slow/infer")
        .then()
        .statusCode(200)
        .body("outputs[0].data[0]", equalTo(4f));
    await("serving_native_handles{type=\"tensor\"}", 0);
  }

  @Test
  void a_closed_connection_stops_what_runs_and_what_waits() throws IOException {
    try (Socket running = post(json(FOREVER, ""));
        Socket waiting = post(json(FOREVER, ""))) {
      await("serving_inflight_requests{model=\"slow\",version=\"1\"}", 1);
      await("serving_pending_requests{model=\"slow\",version=\"1\"}", 1);
      hangUp(waiting);
      await("serving_pending_requests{model=\"slow\",version=\"1\"}", 0);
      assertThat(running.isClosed()).isFalse();
    }
  }

  @Test
  void a_cancelled_call_stops_the_run() {
    Future<ModelInferResponse> answer =
        GRPCInferenceServiceGrpc.newFutureStub(channel).modelInfer(message(FOREVER));
    await("serving_inflight_requests{model=\"slow\",version=\"1\"}", 1);
    assertThat(answer.cancel(true)).isTrue();
  }

  @Test
  void a_deadline_of_grpc_stops_the_run() {
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(
            () ->
                ClientCalls.blockingUnaryCall(
                    channel,
                    GRPCInferenceServiceGrpc.getModelInferMethod(),
                    CallOptions.DEFAULT.withDeadlineAfter(200, TimeUnit.MILLISECONDS),
                    message(FOREVER)))
        .satisfies(
            failure ->
                assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));
  }

  @Test
  void a_timeout_of_the_protocol_stops_the_run_and_is_told() {
    given()
        .port(salver.httpPort())
        .body(json(FOREVER, "\"parameters\":{\"timeout\":1000000},"))
        .post("/v2/models/slow/infer")
        .then()
        .statusCode(504)
        .body("error", equalTo("deadline of 1000 ms passed before model slow@1 was done"));
  }

  private Socket post(String json) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), salver.httpPort());
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST /v2/models/slow/infer HTTP/1.1\r\nHost: salver\r\nContent-Length: %d\r\n\r\n"
            .formatted(body.length);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(body);
    socket.getOutputStream().flush();
    return socket;
  }

  private static void hangUp(Socket socket) throws IOException {
    socket.close();
  }

  private static String json(long trips, String more) {
    return """
        {%s"inputs":[{"name":"x","datatype":"FP32","shape":[1],"data":[1]},\
        {"name":"trips","datatype":"INT64","shape":[1],"data":[%d]}]}"""
        .formatted(more, trips);
  }

  private static ModelInferRequest message(long trips) {
    ByteBuffer x = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(1).flip();
    ByteBuffer count = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(trips).flip();
    return ModelInferRequest.newBuilder()
        .setModelName("slow")
        .addInputs(InferInputTensor.newBuilder().setName("x").setDatatype("FP32").addShape(1))
        .addInputs(InferInputTensor.newBuilder().setName("trips").setDatatype("INT64").addShape(1))
        .addRawInputContents(ByteString.copyFrom(x))
        .addRawInputContents(ByteString.copyFrom(count))
        .build();
  }

  /** Reads the metrics until the series has that value. */
  private void await(String series, double value) {
    long giveUp = System.nanoTime() + BOUND.toNanos();
    double seen = read(series);
    while (seen != value && System.nanoTime() < giveUp) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      seen = read(series);
    }
    assertThat(seen).as(series).isEqualTo(value);
  }

  private double read(String series) {
    return given()
        .port(salver.managementPort())
        .get("/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith(series))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
