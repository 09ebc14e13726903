package io.salver.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import inference.GRPCInferenceServiceGrpc;
import inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import inference.ModelMetadataRequest;
import inference.RepositoryModelUnloadRequest;
import inference.ServerLiveRequest;
import inference.ServerMetadataRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.restassured.response.ValidatableResponse;
import io.salver.security.NewKey;
import io.salver.security.Role;
import io.salver.testkit.Eventually;
import io.salver.testkit.FreePorts;
import io.salver.testkit.Scrape;
import io.salver.v1.ListMonitoredModelsRequest;
import io.salver.v1.MonitoringServiceGrpc;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged service where callers have to say who they are, over both protocols. */
final class SecurityIT {

  private static final String INFER = "/v2/models/echo-fp32/infer";
  private static final String BODY =
      "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,2],\"data\":[1,2]}]}";

  private static int adminPort;
  private static SecuredSalver salver;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() throws IOException {
    adminPort = FreePorts.one();
    salver =
        new SecuredSalver(
            Map.of(
                "salver.security.admin-port",
                Integer.toString(adminPort),
                "salver.security.metrics",
                "false"));
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", salver.process().grpcPort())
            .usePlaintext()
            .build();
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    salver.close();
  }

  @Test
  void whoever_says_nothing_is_told_how_to() {
    post(INFER, Optional.empty())
        .statusCode(401)
        .header("WWW-Authenticate", "Bearer realm=\"salver\"")
        .body("error", containsString("a key or a token is expected"));
    post("/v1/completions", Optional.empty())
        .statusCode(401)
        .body("error.code", equalTo("invalid_api_key"));
    assertThat(refused(grpc(Optional.empty()))).isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  @Test
  void wrong_and_expired_keys_are_refused_and_in_no_log() {
    String wrong = salver.infer().substring(0, 40) + "x".repeat(21);
    for (String key : new String[] {wrong, salver.expired(), "salver_nonsense", "eyJh.bad.token"}) {
      post(INFER, Optional.of(key))
          .statusCode(401)
          .header("WWW-Authenticate", containsString("invalid_token"));
      assertThat(refused(grpc(Optional.of(key)))).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(salver.process().log()).doesNotContain(key.substring(8));
    }
    Eventually.holds(
        () -> {
          assertThat(salver.process().log()).containsPattern("Refused [a-z]+ of 127.0.0.1: wrong");
          assertThat(Scrape.of(salver.process()).sum("security_refused_total", "reason", "expired"))
              .isPositive();
        });
  }

  @Test
  void a_good_key_is_let_in_by_either_field() {
    post(INFER, Optional.of(salver.infer()))
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .statusCode(200);
    given()
        .port(salver.process().httpPort())
        .header("X-API-Key", salver.infer())
        .get("/v2")
        .then()
        .statusCode(200);
    assertThat(
            grpc(Optional.of(salver.infer()))
                .serverMetadata(ServerMetadataRequest.getDefaultInstance())
                .getName())
        .isEqualTo("salver");
  }

  @Test
  void a_key_for_some_models_opens_those_only_and_does_not_tell_which_others_there_are() {
    get(salver.process().httpPort(), "/v2/models/echo-fp32", salver.some()).statusCode(200);
    for (String other : new String[] {"echo-int8", "absent"}) {
      get(salver.process().httpPort(), "/v2/models/" + other, salver.some())
          .statusCode(403)
          .body("error", equalTo("'narrow' may not use '" + other + "'"));
      StatusRuntimeException refusal =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  grpc(Optional.of(salver.some()))
                      .modelMetadata(ModelMetadataRequest.newBuilder().setName(other).build()));
      assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }
    get(salver.process().httpPort(), "/v1/models", salver.some())
        .body("data.id", equalTo(List.of("echo-fp32")));
    post("/v1/tabular/predict", Optional.of(salver.some()), "{\"row\":{\"a\":1}}").statusCode(403);
  }

  @Test
  void what_runs_the_service_is_asked_for_at_its_own_port_with_its_own_role() {
    String stats = "/v2/models/stats";
    get(salver.process().httpPort(), stats, salver.admin()).statusCode(403);
    get(adminPort, stats, salver.infer())
        .statusCode(403)
        .body("error", equalTo("this takes the role operate; 'shop' has infer"));
    get(adminPort, stats, salver.operate()).statusCode(200);
    get(adminPort, "/console/", "").statusCode(200);
    get(salver.process().httpPort(), "/console/", "").statusCode(403);
    get(adminPort, "/v1/rollouts/none", salver.operate()).statusCode(404);
    given()
        .port(adminPort)
        .header("Authorization", "Bearer " + salver.operate())
        .delete("/v1/rollouts/none")
        .then()
        .statusCode(403);
    StatusRuntimeException refusal =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                grpc(Optional.of(salver.admin()))
                    .repositoryModelUnload(
                        RepositoryModelUnloadRequest.newBuilder()
                            .setModelName("echo-int8")
                            .build()));
    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
  }

  @Test
  void monitoring_over_grpc_takes_what_it_takes_over_http() {
    String models = "/v1/monitoring/models";
    get(salver.process().httpPort(), models, salver.admin()).statusCode(403);
    get(adminPort, models, salver.infer()).statusCode(403);
    get(adminPort, models, salver.operate()).statusCode(200);
    for (String key : new String[] {salver.infer(), salver.operate(), salver.admin()}) {
      StatusRuntimeException refusal =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  MonitoringServiceGrpc.newBlockingStub(channel)
                      .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata(key)))
                      .withDeadlineAfter(60, TimeUnit.SECONDS)
                      .listModels(ListMonitoredModelsRequest.getDefaultInstance()));
      assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }
  }

  @Test
  void probes_and_metrics_stay_open_to_those_who_reach_them() {
    int management = salver.process().managementPort();
    get(management, "/q/health/ready", "").statusCode(200);
    get(management, "/metrics", "").statusCode(200);
    get(salver.process().httpPort(), "/v2/health/live", "").statusCode(200);
    assertThat(grpc(Optional.empty()).serverLive(ServerLiveRequest.getDefaultInstance()).getLive())
        .isTrue();
  }

  @Test
  void a_key_that_is_added_to_the_file_is_taken_without_a_restart() throws IOException {
    NewKey added = SecuredSalver.key("new", Role.INFER, "*", Optional.empty());
    salver.add(added);
    Eventually.holds(() -> assertThat(status(added.key().text())).isEqualTo(200));
  }

  private static int status(String key) {
    return get(salver.process().httpPort(), "/v2", key).extract().statusCode();
  }

  private static ValidatableResponse get(int port, String path, String key) {
    var request = given().port(port);
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    return request.get(path).then();
  }

  private static ValidatableResponse post(String path, Optional<String> key) {
    return post(path, key, BODY);
  }

  private static ValidatableResponse post(String path, Optional<String> key, String body) {
    var request = given().port(salver.process().httpPort()).contentType("application/json");
    key.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    return request.body(body).post(path).then();
  }

  private static GRPCInferenceServiceBlockingStub grpc(Optional<String> key) {
    Metadata metadata = key.map(SecurityIT::metadata).orElseGet(Metadata::new);
    return GRPCInferenceServiceGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
        .withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  private static Metadata metadata(String key) {
    Metadata metadata = new Metadata();
    metadata.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + key);
    return metadata;
  }

  private static Status.Code refused(GRPCInferenceServiceBlockingStub stub) {
    return catchThrowableOfType(
            StatusRuntimeException.class,
            () -> stub.serverMetadata(ServerMetadataRequest.getDefaultInstance()))
        .getStatus()
        .getCode();
  }
}
