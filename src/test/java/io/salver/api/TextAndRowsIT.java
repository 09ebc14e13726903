package io.salver.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.salver.testkit.SalverProcess;
import io.salver.v1.ClassScore;
import io.salver.v1.Entity;
import io.salver.v1.PredictRequest;
import io.salver.v1.PredictResponse;
import io.salver.v1.TabularServiceGrpc;
import io.salver.v1.TagRequest;
import io.salver.v1.TaggedText;
import io.salver.v1.TextServiceGrpc;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Texts and rows over both protocols, answered by the service as it is shipped, with small models
 * whose answers the recipes computed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TextAndRowsIT {

  private static final JsonMapper MAPPER = new JsonMapper();

  private final SalverProcess salver = FixtureServer.process();
  private final ManagedChannel channel =
      ManagedChannelBuilder.forAddress("127.0.0.1", salver.grpcPort()).usePlaintext().build();

  @AfterAll
  void disconnect() {
    channel.shutdownNow();
  }

  @Test
  void entities_stand_where_the_recipe_says() throws IOException {
    for (JsonNode each : cases(FixtureServer.text("tagger"))) {
      String text = each.path("text").asText();
      JsonNode entities = each.path("crf").path("entities");
      ObjectNode body = MAPPER.createObjectNode().put("model", "tagger").put("input", text);
      body.put("offset_unit", "utf16"); // as the cases count
      JsonNode result = answer("/v1/text/tag", body).path("results").path(0);
      assertThat(result.path("entities").size()).as(text).isEqualTo(entities.size());
      TaggedText grpc =
          TextServiceGrpc.newBlockingStub(channel)
              .tag(
                  TagRequest.newBuilder()
                      .setModel("tagger")
                      .addInput(text)
                      .setOffsetUnit("utf16")
                      .build())
              .getResults(0);
      for (int at = 0; at < entities.size(); at++) {
        JsonNode expected = entities.get(at);
        JsonNode found = result.path("entities").path(at);
        assertThat(found.path("label")).isEqualTo(expected.path("label"));
        assertThat(found.path("text")).isEqualTo(expected.path("text"));
        assertThat(found.path("start").asInt()).isEqualTo(expected.path("start").asInt());
        assertThat(found.path("end").asInt()).isEqualTo(expected.path("end").asInt());
        assertThat(found.path("score").asDouble())
            .isCloseTo(expected.path("score").asDouble(), within(1e-4));
        Entity message = grpc.getEntities(at);
        assertThat(message.getStart()).isEqualTo(found.path("start").asInt());
        assertThat(message.getScore()).isEqualTo(found.path("score").asDouble());
      }
      assertThat(result.path("classes").size()).isPositive();
    }
  }

  @Test
  void answers_stand_where_the_recipe_says() throws IOException {
    for (JsonNode each : cases(FixtureServer.text("qa"))) {
      ObjectNode body = MAPPER.createObjectNode().put("model", "qa").put("offset_unit", "utf16");
      body.set("question", each.path("question"));
      body.set("context", each.path("context"));
      JsonNode best = answer("/v1/text/answer", body).at("/results/0/answers/0");
      assertThat(best.path("start").asInt()).isEqualTo(each.at("/best/0/start").asInt());
      assertThat(best.path("end").asInt()).isEqualTo(each.at("/best/0/end").asInt());
    }
  }

  @Test
  void rows_have_the_probabilities_that_the_recipe_says() throws IOException {
    for (JsonNode each : cases(FixtureServer.table("classifier"))) {
      ObjectNode body = MAPPER.createObjectNode().put("model", "classifier");
      body.putArray("rows").add(each.path("row"));
      JsonNode row = answer("/v1/tabular/predict", body).at("/results/0");
      double[] expected = softmax(each.at("/outputs/logits"), 1.5);
      assertThat(row.path("classes").size()).isEqualTo(expected.length);
      for (JsonNode score : row.path("classes")) {
        assertThat(score.path("score").asDouble())
            .isCloseTo(expected[score.path("index").asInt()], within(1e-5));
      }
      assertThat(row.path("label").isNull()).isEqualTo(row.has("abstained"));
    }
  }

  @Test
  void rows_have_the_values_that_the_recipe_says() throws IOException {
    for (JsonNode each : cases(FixtureServer.table("regressor"))) {
      ObjectNode body = MAPPER.createObjectNode().put("model", "regressor");
      body.set("row", each.path("row"));
      body.put("explain", "model");
      JsonNode row = answer("/v1/tabular/predict", body).at("/results/0");
      assertThat(row.path("value").asDouble())
          .isCloseTo(each.at("/outputs/value").asDouble(), within(1e-5));
      assertThat(row.at("/quantiles/0/value").asDouble())
          .isCloseTo(each.at("/outputs/quantiles/0").asDouble(), within(1e-5));
      assertThat(row.at("/explanation/attributions").size())
          .isEqualTo(each.at("/outputs/attributions").size());
    }
  }

  @Test
  void json_csv_and_both_protocols_answer_the_same() throws IOException {
    String csv =
        """
        age,workclass,hours,joined,region,children,married
        39,private,40,2021-03-01T12:30:00+02:00,,2,true
        61.5,public,,1969-12-31,,,false
        ,,,,,,
        """;
    String rows =
        """
        [{"age": 39, "workclass": "private", "hours": 40, "joined": "2021-03-01T12:30:00+02:00",
          "children": 2, "married": true},
         {"age": 61.5, "workclass": "public", "joined": "1969-12-31", "married": false}, {}]
        """;
    ObjectNode body = MAPPER.createObjectNode().put("model", "classifier");
    body.set("rows", MAPPER.readTree(rows));
    JsonNode json = answer("/v1/tabular/predict", body).path("results");
    JsonNode table =
        document(
                request()
                    .contentType("text/csv; charset=utf-8")
                    .body(csv)
                    .post("/v1/tabular/predict?model=classifier"))
            .path("results");
    assertThat(table).isEqualTo(json);
    PredictRequest.Builder message = PredictRequest.newBuilder();
    GrpcTaskWords.fill(message, body);
    PredictResponse grpc = TabularServiceGrpc.newBlockingStub(channel).predict(message.build());
    for (int row = 0; row < json.size(); row++) {
      ClassScore first = grpc.getResults(row).getClasses(0);
      assertThat(first.getLabel()).isEqualTo(json.at("/" + row + "/classes/0/label").asText());
      assertThat((double) first.getScore())
          .isCloseTo(json.at("/" + row + "/classes/0/score").asDouble(), within(1e-7));
    }
    String written =
        request()
            .contentType("text/csv; charset=utf-8")
            .accept("text/csv")
            .body(csv)
            .post("/v1/tabular/predict?model=classifier")
            .asString();
    assertThat(written.lines()).hasSize(4);
    assertThat(written).startsWith("label,probability_");
  }

  @Test
  void an_arrow_stream_of_answers_is_read_as_rows_again() {
    byte[] arrow =
        request()
            .contentType("application/json")
            .accept("application/vnd.apache.arrow.stream")
            .body("{\"model\": \"mixture\", \"rows\": [{\"depth\": 0, \"flow\": 0}]}")
            .post("/v1/tabular/predict")
            .asByteArray();
    assertThat(arrow[0]).isEqualTo((byte) 0xFF);
    Response refused =
        given()
            .baseUri("http://127.0.0.1:" + salver.httpPort())
            .contentType("application/octet-stream")
            .body(arrow)
            .post("/v1/tabular/predict?model=mixture");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.jsonPath().getString("error"))
        .contains("rows[0].value")
        .contains("no such feature");
  }

  @Test
  void a_row_that_cannot_be_read_is_named_and_the_others_are_answered_if_asked_so() {
    String rows =
        "{\"model\": \"classifier\", \"rows\": [{\"age\": 40}, {\"age\": \"forty\"}, {\"age\":"
            + " 1e400}, {\"age\": NaN}, {\"agee\": 1}]%s}";
    Response refused = predict(rows.formatted(""));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.jsonPath().getString("error"))
        .contains("rows[1].age", "forty", "rows[2].age", "rows[3].age", "NaN", "rows[4].agee")
        .contains("did you mean 'age'?");
    Response partial = predict(rows.formatted(", \"partial\": true"));
    assertThat(partial.statusCode()).as(partial.asString()).isEqualTo(200);
    assertThat(partial.jsonPath().getList("results[0].classes")).isNotEmpty();
    assertThat(partial.jsonPath().getString("results[1].error")).contains("rows[1].age");
    assertThat(partial.jsonPath().getString("results[4].problems[0].column")).isEqualTo("agee");
  }

  @ParameterizedTest
  @ValueSource(strings = {"classifier", "regressor", "mixture", "strings", "fusion-text"})
  void a_model_says_what_it_takes(String model) {
    Response schema = request().get("/v1/tabular/" + model + "/schema");
    assertThat(schema.statusCode()).as(schema.asString()).isEqualTo(200);
    assertThat(schema.jsonPath().getList("features")).isNotEmpty();
    Response openapi = request().get("/v1/tabular/" + model + "/openapi");
    assertThat(openapi.jsonPath().getString("openapi")).startsWith("3.0");
    assertThat(openapi.jsonPath().getMap("components.schemas.TabularRow.properties"))
        .hasSameSizeAs(schema.jsonPath().getList("features"));
  }

  @Test
  void hostile_texts_are_answered_or_refused() {
    assertThat(tag("{\"input\": \"" + "x".repeat(1_000_000) + "\"}").statusCode()).isIn(200, 400);
    assertThat(tag("{\"input\": \"\\u0000\\u0007\\u202e\\ufffe a\"}").statusCode()).isEqualTo(200);
    assertThat(tag("{\"input\": \"" + "👩‍👩‍👧‍👦 é שלום ".repeat(50) + "\"}").statusCode())
        .isEqualTo(200);
    assertThat(tag("{\"input\": \"\\ud800\"}").statusCode()).isEqualTo(400);
    assertThat(tag("{\"input\": [\"\", \" \"]}").statusCode()).isIn(200, 400);
  }

  @Test
  void the_models_and_the_requests_are_told() {
    assertThat(request().get("/v1/text/models").jsonPath().getList("models.model"))
        .contains("tagger", "qa");
    assertThat(request().get("/v1/tabular/models").jsonPath().getList("models.model"))
        .contains("classifier", "mixture");
    assertThat(request().get("/v1/models").jsonPath().getList("data.id"))
        .contains("tagger", "classifier");
    predict("{\"model\": \"mixture\", \"rows\": [{\"depth\": 0, \"flow\": 0}]}");
    assertThat(given().port(salver.managementPort()).get("/metrics").asString())
        .contains("method=\"predict\"");
  }

  private Response tag(String body) {
    return request().contentType("application/json").body(body).post("/v1/text/tag?model=tagger");
  }

  private Response predict(String body) {
    return request().contentType("application/json").body(body).post("/v1/tabular/predict");
  }

  private JsonNode answer(String path, ObjectNode body) throws IOException {
    return document(request().contentType("application/json").body(body.toString()).post(path));
  }

  private static JsonNode document(Response response) throws IOException {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    return MAPPER.readTree(response.asByteArray());
  }

  private RequestSpecification request() {
    return given().filter(new OpenApiContract()).baseUri("http://127.0.0.1:" + salver.httpPort());
  }

  private static List<JsonNode> cases(Path folder) throws IOException {
    JsonNode document = MAPPER.readTree(folder.resolve("expected.json").toFile());
    return document.path("cases").valueStream().toList();
  }

  private static double[] softmax(JsonNode logits, double temperature) {
    double[] scores =
        logits.valueStream().mapToDouble(each -> Math.exp(each.asDouble() / temperature)).toArray();
    double sum = 0;
    for (double score : scores) {
      sum += score;
    }
    for (int index = 0; index < scores.length; index++) {
      scores[index] /= sum;
    }
    return scores;
  }
}
