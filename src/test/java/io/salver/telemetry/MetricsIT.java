package io.salver.telemetry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.salver.testkit.SalverProcess;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The names and labels that dashboards are built on, read from the management port after real
 * requests.
 */
final class MetricsIT {

  private static final int PIXELS = 28 * 28;

  private static String metrics = "";

  @BeforeAll
  static void ask() {
    SalverProcess salver = SalverProcess.shared();
    String pixels = String.join(",", Collections.nCopies(PIXELS, "0"));
    String request =
        "{\"inputs\":[{\"name\":\"image\",\"datatype\":\"FP32\",\"shape\":[1,1,28,28],\"data\":["
            + pixels
            + "]}]}";
    given()
        .port(salver.httpPort())
        .body(request)
        .post("/v2/models/fashion-mnist/infer")
        .then()
        .statusCode(200);
    given()
        .port(salver.httpPort())
        .body("{")
        .post("/v2/models/fashion-mnist/infer")
        .then()
        .statusCode(400);
    given()
        .port(salver.httpPort())
        .body(request)
        .post("/v2/models/invented/infer")
        .then()
        .statusCode(404);
    given()
        .port(salver.httpPort())
        .body("{\"user_id\":1}")
        .post("/v1/recommendations")
        .then()
        .statusCode(200);
    metrics =
        given()
            .port(salver.managementPort())
            .get("/metrics")
            .then()
            .statusCode(200)
            .extract()
            .asString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serving_requests_total{code=\"200\",method=\"infer\",model=\"fashion-mnist\",protocol=\"rest\",reason=\"ok\",version=\"1\"}",
        "serving_requests_total{code=\"400\",method=\"infer\",model=\"fashion-mnist\",protocol=\"rest\",reason=\"invalid\",version=\"unknown\"}",
        "serving_requests_total{code=\"404\",method=\"infer\",model=\"unknown\",protocol=\"rest\",reason=\"not_found\",version=\"unknown\"}",
        "serving_requests_total{code=\"200\",method=\"recommend\",model=\"shop\",protocol=\"rest\",reason=\"ok\"",
        "serving_request_seconds_bucket{method=\"infer\",model=\"fashion-mnist\",protocol=\"rest\",version=\"1\",le=\"5.0E-5\"}",
        "serving_preprocess_seconds_bucket{model=\"fashion-mnist\",version=\"1\",",
        "serving_queue_seconds_bucket{model=\"fashion-mnist\",version=\"1\",",
        "serving_compute_seconds_bucket{model=\"fashion-mnist\",version=\"1\",",
        "serving_postprocess_seconds_bucket{model=\"fashion-mnist\",version=\"1\",",
        "serving_pending_requests{model=\"fashion-mnist\",version=\"1\"}",
        "serving_inflight_requests{model=\"fashion-mnist\",version=\"1\"}",
        "serving_concurrency_limit{model=\"fashion-mnist\",version=\"1\"}",
        "serving_queue_limit{model=\"fashion-mnist\",version=\"1\"} 256.0",
        "serving_instances{model=\"fashion-mnist\",state=\"idle\",version=\"1\"}",
        "serving_batch_size_bucket{model=\"fashion-mnist\",version=\"1\",le=\"1.0\"}",
        "serving_executions_total{model=\"fashion-mnist\",version=\"1\"}",
        "serving_inferences_total{model=\"fashion-mnist\",version=\"1\"}",
        "serving_model_state{model=\"fashion-mnist\",state=\"ready\",version=\"1\"} 1.0",
        "serving_model_state{model=\"fashion-mnist\",state=\"failed\",version=\"1\"} 0.0",
        "serving_model_load_seconds_count{model=\"fashion-mnist\",version=\"1\"} 1.0",
        "serving_model_loads_total{result=\"success\"}",
        "serving_model_memory_bytes{kind=\"weights\",model=\"fashion-mnist\",version=\"1\"}",
        "serving_model_info{backend=\"onnx\",model=\"fashion-mnist\",sha256=\"",
        "serving_native_handles{type=\"session\"}",
        "serving_native_handles{type=\"tensor\"} 0.0",
        "serving_native_handles{type=\"index\"} 1.0",
        "recs_stage_seconds_bucket{recommender=\"shop\",stage=\"features\",",
        "recs_stage_seconds_bucket{recommender=\"shop\",stage=\"embed\",",
        "recs_stage_seconds_bucket{recommender=\"shop\",stage=\"retrieve\",",
        "recs_stage_seconds_bucket{recommender=\"shop\",stage=\"filter\",",
        "recs_stage_seconds_bucket{recommender=\"shop\",stage=\"rank\",",
        "recs_stage_seconds_bucket{recommender=\"shop\",stage=\"rerank\",",
        "recs_candidates_bucket{recommender=\"shop\",stage=\"retrieve\",",
        "recs_empty_total{recommender=\"shop\"}",
        "recs_fallback_total{reason=\"popularity\",recommender=\"shop\"}",
        "recs_fallback_total{reason=\"rank_slow\",recommender=\"shop\"}",
        "recs_intra_list_diversity_bucket{recommender=\"shop\",",
        "recs_index_vectors{recommender=\"shop\"} 6000.0",
        "recs_index_age_seconds{recommender=\"shop\"}",
      })
  void is_there(String prefix) {
    assertThat(metrics.lines().filter(line -> line.startsWith(prefix)).toList())
        .as(prefix)
        .isNotEmpty();
  }

  @Test
  void latency_histograms_have_twenty_buckets_that_add_up_over_replicas() {
    List<String> buckets =
        metrics
            .lines()
            .filter(
                line ->
                    line.startsWith(
                        "serving_compute_seconds_bucket{model=\"fashion-mnist\",version=\"1\""))
            .toList();
    assertThat(buckets).hasSize(21).last().asString().contains("le=\"+Inf\"");
    assertThat(metrics).doesNotContain("quantile=");
  }

  @Test
  void the_phases_never_exceed_the_request() {
    double phases = 0;
    for (String phase : List.of("preprocess", "queue", "compute", "postprocess")) {
      phases += value("serving_" + phase + "_seconds_sum{model=\"fashion-mnist\",version=\"1\"}");
    }
    assertThat(phases)
        .isPositive()
        .isLessThanOrEqualTo(
            value(
                "serving_request_seconds_sum{method=\"infer\",model=\"fashion-mnist\",protocol=\"rest\",version=\"1\"}"));
  }

  private static double value(String series) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(series))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
