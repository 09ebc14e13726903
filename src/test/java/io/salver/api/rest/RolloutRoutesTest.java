package io.salver.api.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.salver.api.OpenApiContract;
import io.salver.api.RolloutContract;
import io.salver.time.Ticker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rollouts over REST. */
final class RolloutRoutesTest extends RolloutContract {

  private static final String ALL = "/v1/rollouts";

  private final WireServer server =
      new WireServer(router -> new RolloutRoutes(requests, runner, Ticker.SYSTEM).register(router));

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  protected Answer ask(String method, String rollout, String action, String body, String actor) {
    String path = rollout.isEmpty() ? ALL : ALL + "/" + rollout;
    RequestSpecification request = given().filter(new OpenApiContract()).port(server.port());
    if (!actor.isEmpty()) {
      request.header("X-Salver-Actor", actor);
    }
    if (!body.isEmpty()) {
      request.contentType("application/json").body(body);
    }
    Response response = request.request(method, action.isEmpty() ? path : path + "/" + action);
    try {
      return new Answer(response.statusCode(), new JsonMapper().readTree(response.asString()));
    } catch (JsonProcessingException e) {
      throw new AssertionError(response.asString(), e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/rollouts, GET",
    "POST, /v1/rollouts/r, 'GET, PUT, DELETE'",
    "GET, /v1/rollouts/r/promote, POST",
    "DELETE, /v1/rollouts/r/events, GET",
    "PUT, /v1/rollouts/r/explain, POST",
  })
  void other_methods_are_refused(String method, String path, String allowed) {
    Response response = given().port(server.port()).request(method, path);
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.header("Allow")).isEqualTo(allowed);
  }

  @Test
  void orders_need_no_body_and_hostile_ones_are_refused() {
    assertThat(ask("POST", "r", "promote", "", "").status()).isEqualTo(404);
    assertThat(ask("POST", "r", "promote", "[]", "").error()).contains("an object");
    assertThat(ask("POST", "r", "promote", "{\"reason\":1}", "").status()).isEqualTo(400);
    assertThat(
            ask("POST", "r", "promote", "{\"reason\":\"" + "a".repeat(1_001) + "\"}", "").error())
        .contains("at most 1000 characters");
    assertThat(ask("PUT", "r", "", "[".repeat(1_000), "").status()).isEqualTo(400);
    assertThat(ask("GET", "r", "events?limt=3", "", "").error()).contains("limt");
    assertThat(ask("POST", "r", "promote", "{}", "a".repeat(101)).error())
        .contains("X-Salver-Actor expects at most 100 characters");
  }
}
