package io.salver.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.salver.testkit.Eventually;
import io.salver.testkit.SalverProcess;
import io.salver.v1.GetQualityRequest;
import io.salver.v1.ModelQuality;
import io.salver.v1.MonitoringServiceGrpc;
import io.salver.v1.QualityMetric;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** From recommendations over the wire to what their clicks say of bundle and ranker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClicksIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int LISTS = 8;
  private static final double EXACT = 1e-6; // JsonPath reads single precision

  private final SalverProcess salver =
      SalverProcess.start(
          Map.of(
              "salver.models.control", "explicit",
              "salver.models.load", "shop-user-tower,shop-item-tower,shop-ranker",
              "salver.recommenders.attribution", "12s",
              "salver.recommenders.batch-attribution", "12s"));

  @AfterAll
  void stop() {
    salver.close();
  }

  @Test
  void single_answers_and_those_of_batches_are_judged_by_what_was_clicked() {
    for (int user = 1; user <= LISTS; user++) {
      JsonPath list = post("/v1/recommendations", "{\"user_id\":" + user + ",\"k\":10}").jsonPath();
      if (user <= 2) { // the first place, then the third
        click("click", list.getString("recommendation_id"), list.getLong(item(2 * user - 2)));
      }
    }
    List<String> batch =
        post("/v1/recommendations/batch", "{\"user_ids\":[11,12,13],\"k\":5}")
            .asString()
            .lines()
            .limit(3)
            .toList();
    List<JsonPath> lists = batch.stream().map(JsonPath::from).toList();
    assertThat(lists)
        .extracting(list -> list.getString("recommendation.recommendation_id"))
        .doesNotHaveDuplicates()
        .allMatch(id -> id.length() == 26);
    JsonPath shown = lists.getFirst().setRootPath("recommendation");
    for (String type : List.of("impression", "click")) {
      click(type, shown.getString("recommendation_id"), shown.getLong(item(0)));
    }

    for (String model : List.of("shop", "shop-ranker")) {
      await(() -> labels(model) == LISTS + 1);
      JsonPath quality = quality(model).setRootPath("versions[0]");
      assertThat(quality.getList("metrics.metric")).containsExactly("ctr", "ndcg", "ndcg_clicked");
      assertThat(quality.getDouble("metrics[0].value")).isCloseTo(3.0 / (LISTS + 1), within(EXACT));
      assertThat(quality.getDouble("metrics[1].value")).isCloseTo(2.5 / (LISTS + 1), within(EXACT));
      assertThat(quality.getDouble("metrics[2].value")).isCloseTo(2.5 / 3, within(EXACT));
      assertThat(quality.getList("slices.feature")).contains("user.market", "user.age_group");
      requireSame(overGrpc(model), quality);
    }
    Eventually.holds(
        () ->
            assertThat(given().port(salver.managementPort()).get("/metrics").asString())
                .contains("recs_lists_total{fate=\"unseen\",recommender=\"shop\"} 2.0"));
  }

  private static void requireSame(ModelQuality told, JsonPath expected) {
    assertThat(told.getVersion()).isEqualTo(expected.getLong("version"));
    assertThat(told.getLabels()).isEqualTo(expected.getLong("labels"));
    for (int i = 0; i < told.getMetricsCount(); i++) {
      QualityMetric metric = told.getMetrics(i);
      assertThat(metric.getMetric()).isEqualTo(expected.getString("metrics[" + i + "].metric"));
      assertThat(metric.getLow())
          .isCloseTo(expected.getDouble("metrics[" + i + "].low"), within(EXACT));
      assertThat(metric.getHigh())
          .isCloseTo(expected.getDouble("metrics[" + i + "].high"), within(EXACT));
    }
    assertThat(told.getSlicesCount()).isEqualTo(expected.getList("slices").size());
  }

  private ModelQuality overGrpc(String model) {
    ManagedChannel channel =
        ManagedChannelBuilder.forAddress("127.0.0.1", salver.grpcPort()).usePlaintext().build();
    try {
      return MonitoringServiceGrpc.newBlockingStub(channel)
          .getQuality(GetQualityRequest.newBuilder().setModel(model).build())
          .getVersions(0);
    } finally {
      channel.shutdownNow();
    }
  }

  private static String item(int place) {
    return "items[" + place + "].id";
  }

  private void click(String type, String list, long item) {
    var _ =
        post(
            "/v1/recommenders/shop/events",
            "{\"id\":\"%s\",\"user_id\":1,\"item_id\":%d,\"type\":\"%s\",\"recommendation_id\":\"%s\"}"
                .formatted(UUID.randomUUID(), item, type, list));
  }

  private Response post(String path, String body) {
    return given()
        .port(salver.httpPort())
        .contentType("application/json")
        .body(body)
        .post(path)
        .then()
        .statusCode(200)
        .extract()
        .response();
  }

  private JsonPath quality(String model) {
    return given()
        .filter(new OpenApiContract())
        .port(salver.httpPort())
        .get("/v1/monitoring/models/" + model + "/quality")
        .jsonPath();
  }

  /** How many lists were judged; 0 before anything is known of the model. */
  private long labels(String model) {
    var answer = given().port(salver.httpPort()).get("/v1/monitoring/models/" + model + "/quality");
    return answer.statusCode() == 200 ? answer.jsonPath().getLong("versions[0].labels") : 0;
  }

  private static void await(BooleanSupplier condition) {
    long giveUp = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(giveUp);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }
}
