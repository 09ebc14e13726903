package io.salver.telemetry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.salver.testkit.SalverProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PredictionLogIT {

  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir Path directory = Path.of("");

  @Test
  void what_was_answered_is_in_the_files_when_the_service_has_stopped() throws Exception {
    String metrics;
    Path files = directory.resolve("predictions");
    try (SalverProcess salver =
        SalverProcess.start(
            Map.of(
                "salver.prediction-log.enabled", "true",
                "salver.prediction-log.directory", files.toString(),
                "salver.models.control", "explicit",
                "salver.models.load", "california-xgboost",
                "salver.recommenders.directory", directory.resolve("none").toString()))) {
      given()
          .port(salver.httpPort())
          .contentType("application/json")
          .header("X-Request-Id", "order-17")
          .body(
              "{\"model\": \"california-xgboost\", \"rows\": [{\"longitude\": -122,"
                  + " \"latitude\": 37}, {\"latitude\": 35}]}")
          .post("/v1/tabular/predict")
          .then()
          .statusCode(200);
      metrics = given().port(salver.managementPort()).get("/metrics").asString();
      salver.stop();
    }
    assertThat(metrics).contains("prediction_log_records_total{result=\"accepted\"}");
    List<JsonNode> records = records(files);
    assertThat(records).hasSize(2);
    assertThat(records.get(1).get("id").asText()).isEqualTo("order-17");
    assertThat(records.get(1).get("index").asInt()).isEqualTo(1);
    assertThat(records.get(1).get("features").get("latitude").asDouble()).isEqualTo(35);
    assertThat(records.get(1).get("features").get("longitude").isNull()).isTrue();
    assertThat(records.get(1).get("value").asDouble()).isPositive();
  }

  private static List<JsonNode> records(Path directory) throws Exception {
    List<JsonNode> records = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          records.add(MAPPER.readTree(line));
        }
      }
    }
    return records;
  }
}
