package io.salver.telemetry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.salver.monitor.parquet.ReadParquet;
import io.salver.testkit.Eventually;
import io.salver.testkit.SalverProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PredictionLogIT {

  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir Path directory = Path.of("");

  @Test
  void what_was_answered_is_in_the_files_when_the_service_has_stopped() throws Exception {
    Path files = directory.resolve("predictions");
    serve(
        Map.of("salver.prediction-log.directory", files.toString()),
        "prediction_log_records_total{result=\"accepted\"} 2.0");
    List<JsonNode> records = records(files);
    assertThat(records).hasSize(2);
    assertThat(records.get(1).get("id").asText()).isEqualTo("order-17");
    assertThat(records.get(1).get("index").asInt()).isEqualTo(1);
    assertThat(records.get(1).get("features").get("latitude").asDouble()).isEqualTo(35);
    assertThat(records.get(1).get("features").get("longitude").isNull()).isTrue();
    assertThat(records.get(1).get("value").asDouble()).isPositive();
  }

  @Test
  void the_files_are_parquet_where_that_is_wanted() throws Exception {
    Path files = directory.resolve("predictions");
    serve(
        Map.of(
            "salver.prediction-log.directory",
            files.toString(),
            "salver.prediction-log.format",
            "parquet"),
        "prediction_log_records_total");
    assertThat(files).isDirectoryContaining("glob:**/california-xgboost-1-*.parquet");
    try (Stream<Path> all = Files.list(files)) {
      List<Map<String, @Nullable Object>> rows = ReadParquet.rows(all.findFirst().orElseThrow());
      assertThat(rows).extracting(row -> row.get("id")).containsExactly("order-17", "order-17");
      assertThat(rows).extracting(row -> row.get("feature_latitude")).containsExactly(37.0, 35.0);
      assertThat(rows).extracting(row -> row.get("value")).doesNotContainNull();
    }
  }

  @Test
  void the_log_goes_to_kafka_by_one_setting_and_the_service_starts_without_brokers()
      throws Exception {
    serve(
        Map.of(
            "salver.prediction-log.kafka.bootstrap-servers", "no-such-host.invalid:9092",
            "salver.prediction-log.kafka.timeout", "200ms"),
        "prediction_log_queued");
  }

  /** Asks once, and waits until the metrics show that. */
  private void serve(Map<String, String> settings, String shown) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("salver.prediction-log.enabled", "true");
    all.put("salver.models.control", "explicit");
    all.put("salver.models.load", "california-xgboost");
    all.put("salver.recommenders.directory", directory.resolve("none").toString());
    try (SalverProcess salver = SalverProcess.start(all)) {
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
      Eventually.holds(
          () ->
              assertThat(given().port(salver.managementPort()).get("/metrics").asString())
                  .contains(shown));
      salver.stop();
    }
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
