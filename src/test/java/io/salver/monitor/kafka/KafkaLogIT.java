package io.salver.monitor.kafka;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.salver.testkit.SalverProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service and a broker, each in a process of its own. */
final class KafkaLogIT {

  @TempDir Path directory = Path.of("");

  @Test
  void what_was_answered_is_in_the_topic_when_the_service_has_stopped() throws Exception {
    try (TestBroker broker = new TestBroker(directory)) {
      broker.start();
      serve(broker.address());
      List<ConsumerRecord<String, String>> records =
          TopicReader.all(broker.address(), "salver-predictions");
      assertThat(records).hasSize(2);
      assertThat(records).extracting(ConsumerRecord::key).containsOnly("california-xgboost");
      assertThat(TopicReader.header(records.getLast(), "id")).isEqualTo("order-18");
      assertThat(records.getLast().value()).contains("\"latitude\":35");
    }
  }

  private void serve(String servers) throws Exception {
    try (SalverProcess salver =
        SalverProcess.start(
            Map.of(
                "salver.prediction-log.enabled", "true",
                "salver.prediction-log.kafka.bootstrap-servers", servers,
                "salver.prediction-log.kafka.properties.\"compression.type\"", "zstd",
                "salver.models.control", "explicit",
                "salver.models.load", "california-xgboost",
                "salver.recommenders.directory", directory.resolve("none").toString()))) {
      given()
          .port(salver.httpPort())
          .contentType("application/json")
          .header("X-Request-Id", "order-18")
          .body(
              "{\"model\": \"california-xgboost\", \"rows\": [{\"longitude\": -122,"
                  + " \"latitude\": 37}, {\"latitude\": 35}]}")
          .post("/v1/tabular/predict")
          .then()
          .statusCode(200);
      salver.stop();
    }
  }
}
