package io.salver.telemetry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.salver.testkit.Eventually;
import io.salver.testkit.SalverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose answers are kept, over the wire: same answers, fewer runs, and the metrics. */
final class AnswerCacheIT {

  private static final Path ECHO = Path.of("src/test/models/protocol/echo-fp32/1/model.onnx");

  @TempDir Path repository = Path.of("");

  @Test
  void what_is_asked_again_comes_out_of_the_cache() throws IOException {
    Path model = Files.createDirectories(repository.resolve("echo/1"));
    Files.copy(ECHO, model.resolve("model.onnx"));
    Files.writeString(
        repository.resolve("echo/model.yaml"), "cache: {max-bytes: 1M, ttl: 10m}\nwarmup: 0\n");
    Map<String, String> settings =
        Map.of(
            "salver.models.repository",
            repository.toString(),
            "salver.recommenders.directory",
            "src/test/models/no-recommenders");
    try (SalverProcess salver = SalverProcess.start(settings)) {
      String first = infer(salver, "1.5");
      assertThat(first).contains("1.5");
      assertThat(infer(salver, "1.5")).isEqualTo(first);
      assertThat(infer(salver, "1.50")).isEqualTo(first);
      assertThat(infer(salver, "2.5")).contains("2.5");
      Eventually.holds(() -> requireCounted(metrics(salver)));
    }
  }

  private static void requireCounted(String metrics) {
    assertThat(metric(metrics, "serving_cache_hits_total")).isEqualTo(2);
    assertThat(metric(metrics, "serving_cache_misses_total")).isEqualTo(2);
    assertThat(metric(metrics, "serving_cache_evictions_total")).isZero();
    assertThat(metric(metrics, "serving_cache_entries")).isEqualTo(2);
    assertThat(metric(metrics, "serving_cache_bytes")).isPositive();
    assertThat(metric(metrics, "serving_executions_total")).isEqualTo(2);
    assertThat(metrics)
        .contains("serving_model_device{asked=\"auto\",device=\"cpu\",model=\"echo\"");
  }

  private static String infer(SalverProcess salver, String value) {
    Response answer =
        given()
            .port(salver.httpPort())
            .body(
                "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,1],\"data\":["
                    + value
                    + "]}]}")
            .post("/v2/models/echo/infer");
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    return answer.asString();
  }

  private static double metric(String metrics, String name) {
    String series = name + "{model=\"echo\",version=\"1\"}";
    return metrics
        .lines()
        .filter(line -> line.startsWith(series))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + series));
  }

  private static String metrics(SalverProcess salver) {
    return given().port(salver.managementPort()).get("/metrics").asString();
  }
}
