package io.salver.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.salver.api.RecommendationCases.Case;
import io.salver.api.RecommendationCases.Expected;
import io.salver.api.RecommendationCases.Reload;
import io.salver.testkit.SalverProcess;
import io.salver.v1.Bundle;
import io.salver.v1.GetRecommenderRequest;
import io.salver.v1.Item;
import io.salver.v1.ListRecommendersRequest;
import io.salver.v1.RecommendRequest;
import io.salver.v1.RecommendResponse;
import io.salver.v1.RecommendationServiceGrpc;
import io.salver.v1.RecommendationServiceGrpc.RecommendationServiceBlockingStub;
import io.salver.v1.Recommender;
import io.salver.v1.ReloadRecommenderRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recommendations over the wire: one table of requests over both protocols. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RecommendationIT {

  private static final int OVER_THE_LIMIT = 50 * 1024 * 1024;

  private final SalverProcess salver = SalverProcess.shared();
  private final ManagedChannel channel =
      ManagedChannelBuilder.forAddress("127.0.0.1", salver.grpcPort()).usePlaintext().build();
  private final RecommendationServiceBlockingStub grpc =
      RecommendationServiceGrpc.newBlockingStub(channel);

  @BeforeAll
  void the_shop_is_ready() {
    assertThat(get("/v1/recommenders/shop").jsonPath().getString("state")).isEqualTo("READY");
  }

  @AfterAll
  void disconnect() throws InterruptedException {
    channel.shutdown();
    assertThat(channel.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
  }

  static Stream<Case> cases() {
    return RecommendationCases.all();
  }

  static Stream<Case> casesOfBoth() {
    return cases().filter(row -> !row.onlyJson());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rest_does_what_the_table_says(Case row) {
    Response response = post(row.json());
    switch (row.expected()) {
      case Expected.Answer answer -> {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        JsonPath json = response.jsonPath();
        assertThat(json.getList("items.id")).hasSize(answer.items()).doesNotHaveDuplicates();
        assertThat(json.getString("fallback"))
            .isEqualTo(answer.fallback().isEmpty() ? null : answer.fallback());
        assertThat(json.getString("recommender")).isEqualTo("shop");
      }
      case Expected.Refusal refusal -> {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(refusal.http());
        assertThat(response.jsonPath().getString("error")).contains(refusal.parts());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("casesOfBoth")
  void grpc_does_what_the_table_says(Case row) {
    RecommendRequest message = RecommendationMessage.of(row.json());
    switch (row.expected()) {
      case Expected.Answer answer -> {
        RecommendResponse response = grpc.recommend(message);
        assertThat(response.getItemsList()).hasSize(answer.items());
        assertThat(response.getFallback()).isEqualTo(answer.fallback());
      }
      case Expected.Refusal refusal -> assertRefused(refusal, () -> grpc.recommend(message));
    }
  }

  @ParameterizedTest
  @MethodSource("casesOfBoth")
  void both_answer_the_same(Case row) {
    if (row.expected() instanceof Expected.Answer) {
      List<Long> rest = post(row.json()).jsonPath().getList("items.id", Long.class);
      List<Long> overGrpc =
          grpc.recommend(RecommendationMessage.of(row.json())).getItemsList().stream()
              .map(Item::getId)
              .toList();
      assertThat(overGrpc).isEqualTo(rest);
    }
  }

  @Test
  void an_answer_says_how_it_came_about() {
    JsonPath json =
        post("{\"user_id\": 1, \"attributes\": [\"title\", \"price\"], \"explain\": true}")
            .jsonPath();
    assertThat(json.getList("stages.stage"))
        .isEqualTo(List.of("features", "filter", "embed", "retrieve", "rank", "rerank"));
    assertThat(json.getInt("stages[3].kept")).isEqualTo(500);
    assertThat(json.getString("versions.index")).hasSize(12);
    assertThat(json.getInt("versions.user_tower")).isEqualTo(2);
    assertThat(json.getString("items[0].attributes.title")).isNotBlank();
    assertThat(json.getMap("items[0].features"))
        .containsKeys("user.age_group", "item.price", "retrieval.score", "cross.category_share");
    List<Float> scores = json.getList("items.score", Float.class);
    assertThat(scores).isSortedAccordingTo((a, b) -> Float.compare(b, a));
    assertThat(json.getList("items.retrieval_rank", Integer.class))
        .allSatisfy(rank -> assertThat(rank).isBetween(1, 500));
  }

  @Test
  void filters_hold_for_every_item() {
    JsonPath json =
        post("{\"user_id\": 1, \"k\": 50, \"attributes\": [\"category\", \"price\"], "
                + "\"filter\": {\"category\": [\"boots\", \"sneakers\"], "
                + "\"price\": {\"min\": 20, \"max\": 150}}}")
            .jsonPath();
    assertThat(json.getList("items.attributes.category", String.class))
        .isNotEmpty()
        .allSatisfy(category -> assertThat(category).isIn("boots", "sneakers"));
    assertThat(json.getList("items.attributes.price", Double.class))
        .allSatisfy(price -> assertThat(price).isBetween(20.0, 150.0));
  }

  @Test
  void seen_and_excluded_items_do_not_come_back() {
    List<Long> first = post("{\"user_id\": 1}").jsonPath().getList("items.id", Long.class);
    JsonPath again = post("{\"user_id\": 1, \"exclude\": " + first + "}").jsonPath();
    assertThat(again.getList("items.id", Long.class)).doesNotContainAnyElementsOf(first);
    assertThat(again.getInt("stages[1].removed.exclude")).isEqualTo(10);
  }

  @Test
  void what_the_catalogue_does_not_know_is_counted() {
    JsonPath json =
        post("{\"user_id\": 1, \"history\": [1, 999999998], \"exclude\": [999999999]}").jsonPath();
    assertThat(json.getInt("ignored.history")).isEqualTo(1);
    assertThat(json.getInt("ignored.exclude")).isEqualTo(1);
  }

  @Test
  void recommenders_describe_themselves_alike() {
    JsonPath json = get("/v1/recommenders/shop").jsonPath();
    Recommender message =
        grpc.getRecommender(GetRecommenderRequest.newBuilder().setName("shop").build());
    assertThat(json.getInt("schema.items")).isEqualTo(message.getSchema().getItems());
    assertThat(json.getString("schema.index.version"))
        .isEqualTo(message.getSchema().getIndex().getVersion());
    assertThat(json.getList("schema.context_features.name")).contains("month", "hour");
    assertThat(json.getList("schema.attributes.name")).contains("title", "category", "price");
    assertThat(get("/v1/recommenders").jsonPath().getList("recommenders.name"))
        .containsExactly("shop");
    assertThat(
            grpc.listRecommenders(ListRecommendersRequest.getDefaultInstance())
                .getRecommendersList())
        .extracting(Recommender::getName)
        .containsExactly("shop");
  }

  @ParameterizedTest
  @MethodSource("io.salver.api.RecommendationCases#reloads")
  void a_reload_does_over_rest_what_the_table_says(Reload row) {
    String path = "/v1/recommenders/" + row.recommender();
    Response response = http().post(path + "/reload");
    if (row.refusal().isPresent()) {
      assertThat(response.statusCode()).isEqualTo(row.refusal().get().http());
      assertThat(response.jsonPath().getString("error")).contains(row.refusal().get().parts());
      return;
    }
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    assertThat(response.jsonPath().getString("state")).isEqualTo("READY");
    assertThat(response.jsonPath().getList("bundles"))
        .isNotEmpty()
        .isEqualTo(get(path).jsonPath().getList("bundles"));
    assertThat(response.jsonPath().getList("bundles.default", Boolean.class))
        .containsOnlyOnce(true);
    assertThat(response.jsonPath().getList("bundles.state")).containsOnly("READY");
  }

  @ParameterizedTest
  @MethodSource("io.salver.api.RecommendationCases#reloads")
  void a_reload_does_over_grpc_what_the_table_says(Reload row) {
    ReloadRecommenderRequest message =
        ReloadRecommenderRequest.newBuilder().setName(row.recommender()).build();
    if (row.refusal().isPresent()) {
      assertRefused(row.refusal().get(), () -> grpc.reloadRecommender(message));
      return;
    }
    Recommender answer = grpc.reloadRecommender(message);
    JsonPath rest = get("/v1/recommenders/" + row.recommender()).jsonPath();
    assertThat(answer.getState()).isEqualTo("READY");
    assertThat(answer.getBundlesList())
        .extracting(Bundle::getVersion)
        .isNotEmpty()
        .isEqualTo(rest.getList("bundles.version", Long.class));
    assertThat(answer.getBundlesList())
        .extracting(Bundle::getDefault)
        .isEqualTo(rest.getList("bundles.default", Boolean.class));
  }

  @Test
  void what_is_not_there_is_told() {
    assertThat(get("/v1/recommenders/shoppe").statusCode()).isEqualTo(404);
    assertThat(get("/v1/recommenders/shoppe").jsonPath().getString("error")).contains("'shop'");
    assertThat(get("/v1/recommendations").statusCode()).isEqualTo(405);
    assertThat(get("/v1/nothing").statusCode()).isEqualTo(404);
    assertThat(get("/v1/nothing").jsonPath().getString("error")).contains("/v1/nothing");
  }

  @Test
  void a_body_over_the_limit_is_refused() {
    Response response = post("{\"recommender\": \"" + "x".repeat(OVER_THE_LIMIT) + "\"}");
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.jsonPath().getString("error")).contains("1048576 bytes");
  }

  @Test
  void lists_over_their_limits_are_refused() {
    String ids = "1" + ",1".repeat(1000);
    Response response = post("{\"history\": [" + ids + "]}");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.jsonPath().getString("error"))
        .contains("history takes at most 1000 entries, received 1001");
  }

  @Test
  void the_deadline_of_a_call_counts() {
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(
            () ->
                grpc.withDeadlineAfter(1, TimeUnit.MICROSECONDS)
                    .recommend(RecommendRequest.newBuilder().setUserId(1).build()))
        .satisfies(e -> assertThat(e.getStatus().getCode()).hasToString("DEADLINE_EXCEEDED"));
  }

  private static void assertRefused(Expected.Refusal refusal, ThrowingCallable call) {
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(call)
        .satisfies(
            e -> {
              assertThat(e.getStatus().getCode()).hasToString(refusal.grpc());
              assertThat(e.getStatus().getDescription()).contains(refusal.parts());
            });
  }

  private Response post(String body) {
    return http().body(body).post("/v1/recommendations");
  }

  private Response get(String path) {
    return http().get(path);
  }

  private RequestSpecification http() {
    return given().filter(new OpenApiContract()).baseUri("http://127.0.0.1:" + salver.httpPort());
  }
}
