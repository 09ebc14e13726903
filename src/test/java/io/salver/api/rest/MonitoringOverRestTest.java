package io.salver.api.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.salver.api.MonitoringContract;
import io.salver.api.OpenApiContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What REST says of the watching, as gRPC does. */
final class MonitoringOverRestTest extends MonitoringContract {

  private static final String MODELS = "/v1/monitoring/models";

  private final WireServer server =
      new WireServer(router -> new MonitoringRoutes(requests).register(router));

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  protected Answer list() {
    return answer(given().filter(new OpenApiContract()), MODELS);
  }

  @Override
  protected Answer model(String model, long version, String replicas) {
    RequestSpecification request = given().queryParam("version", version);
    if (!replicas.isEmpty()) {
      request.queryParam("replicas", replicas);
    }
    return answer(request, MODELS + "/" + model);
  }

  @Override
  protected byte[] window(String model) {
    return given().port(server.port()).get(MODELS + "/" + model + "/window").asByteArray();
  }

  @Override
  protected Answer quality(String model, long version) {
    return answer(
        given().filter(new OpenApiContract()).queryParam("version", version),
        MODELS + "/" + model + "/quality");
  }

  @Test
  void a_wrong_question_after_the_quality_is_told() {
    Response wrong = given().port(server.port()).get(MODELS + "/income/quality?vers=9");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.asString()).contains("known: [version]");
    given().port(server.port()).delete(MODELS + "/income/quality").then().statusCode(405);
  }

  private Answer answer(RequestSpecification request, String path) {
    Response response = request.port(server.port()).get(path);
    try {
      return new Answer(response.statusCode(), new JsonMapper().readTree(response.asString()));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
