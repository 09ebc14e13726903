package io.salver.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.salver.testkit.SalverProcess;
import io.salver.testkit.Scrape;
import io.salver.testkit.Scrape.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract, read from the management port after requests of every kind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MetricsIT {

  private static final String[] MNIST = {"model", "fashion-mnist", "version", "1"};
  private static final double SMALLEST_BUCKET = 50e-6;
  private static final double GROWTH = 1.8;

  /** Two answers with a list, each of the bundle and of the ranker. */
  private static final int LISTS = 4;

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final SalverProcess salver =
      SalverProcess.start(
          Map.of(
              "salver.recommenders.recall-sample", "1",
              "salver.recommenders.attribution", "8s",
              "salver.rollouts.refresh", "100ms",
              "salver.rollouts.judge", "100ms"));
  private Scrape metrics = new Scrape(List.of(), Map.of());

  @BeforeAll
  void ask() {
    try (Traffic traffic = new Traffic(salver)) {
      traffic.all();
      traffic.recommendations();
    }
    long giveUp = System.nanoTime() + LIMIT.toNanos();
    while (!missing().isEmpty() && System.nanoTime() < giveUp) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
      metrics = Scrape.of(salver);
    }
    assertThat(missing()).as("not there within %s", LIMIT).isEmpty();
  }

  /** Metrics of the contract that are not there, and what is not told or counted yet. */
  private List<String> missing() {
    List<String> missing =
        new ArrayList<>(
            MetricContract.atOnce()
                .filter(contract -> !contract.isIn(metrics))
                .map(MetricContract::metric)
                .toList());
    Map.of("adult", "accuracy", "shop-ranker", "ndcg", "shop", "ndcg")
        .forEach(
            (model, metric) -> {
              if (!metrics.values("model_quality", "metric", "model", model).contains(metric)) {
                missing.add("model_quality " + metric + " of " + model);
              }
            });
    if (metrics.sum("recs_lists_total", "fate", "over") < LISTS) {
      missing.add("lists whose time is over");
    }
    if (metrics.sum("recs_unattributed_events_total", "reason", "unknown") == 0) {
      missing.add("the click on a list that nobody gave");
    }
    if (metrics.sum("serving_requests_total", "reason", "not_found", "model", "unknown") < 2) {
      missing.add("requests for models that are none");
    }
    if (metrics.sum("serving_native_handles", "type", "tensor") > 0) {
      missing.add("the end of what holds tensors");
    }
    Map.of(
            "serving_request_seconds_count", "serving_compute_seconds_count",
            "serving_inferences_total", "serving_batch_size_sum",
            "serving_executions_total", "serving_batch_size_count")
        .forEach(
            (one, other) -> {
              if (metrics.sum(one, MNIST) != metrics.sum(other, MNIST)) {
                missing.add(one + " as much as " + other);
              }
            });
    missing.addAll(withoutRequests());
    return missing;
  }

  @AfterAll
  void stop() {
    salver.close();
  }

  @ParameterizedTest
  @MethodSource("io.salver.telemetry.MetricContract#atOnce")
  void a_metric_of_the_contract_has_its_name_its_type_and_exactly_its_labels(
      MetricContract contract) {
    contract.requireIn(metrics);
  }

  @Test
  void what_was_clicked_is_told_of_the_bundle_and_of_the_ranker() {
    for (String model : List.of("shop", "shop-ranker")) {
      assertThat(metrics.values("model_quality", "metric", "model", model)).contains("ctr", "ndcg");
      assertThat(metrics.values("model_quality", "slice", "model", model))
          .contains("all")
          .anyMatch(slice -> slice.startsWith("user.market="));
    }
  }

  @ParameterizedTest
  @MethodSource("io.salver.telemetry.MetricContract#histograms")
  void a_histogram_has_buckets_that_add_up_over_replicas(MetricContract contract) {
    List<Sample> buckets = metrics.find(contract.metric() + "_bucket");
    assertThat(buckets).isNotEmpty();
    Set<String> bounds = metrics.values(contract.metric() + "_bucket", "le");
    assertThat(bounds).contains("+Inf");
    int series = metrics.find(contract.metric() + "_count").size();
    assertThat(buckets).as("every series has every bucket").hasSize(series * bounds.size());
    if (contract.isLatency()) {
      List<Double> finite =
          bounds.stream()
              .filter(bound -> !bound.equals("+Inf"))
              .map(Double::valueOf)
              .sorted()
              .toList();
      assertThat(finite).hasSize(20);
      for (int at = 0; at < finite.size(); at++) {
        assertThat(finite.get(at))
            .isCloseTo(SMALLEST_BUCKET * Math.pow(GROWTH, at), withinPercentage(0.001));
      }
    }
  }

  @Test
  void there_are_no_quantiles_of_single_replicas() {
    assertThat(metrics.samples())
        .noneMatch(sample -> sample.labels().containsKey("quantile"))
        .isNotEmpty();
  }

  @Test
  void the_reasons_are_a_closed_set() {
    assertThat(MetricContract.REASONS)
        .containsAll(metrics.values("serving_requests_total", "reason"));
    assertThat(metrics.sum("serving_requests_total", "reason", "ok", "protocol", "grpc"))
        .isGreaterThanOrEqualTo(3);
    assertThat(metrics.sum("serving_requests_total", "reason", "not_found", "model", "unknown"))
        .isEqualTo(2);
    assertThat(metrics.sum("serving_requests_total", "reason", "invalid", "code", "400"))
        .isPositive();
  }

  @Test
  void names_that_clients_invent_make_no_series() {
    int before = Scrape.of(salver).samples().size();
    try (Traffic traffic = new Traffic(salver)) {
      for (int at = 0; at < 50; at++) {
        traffic.post("/v2/models/invented-" + at + "/infer", Traffic.pictures(1), 404);
        traffic.post("/v2/models/clinc/versions/9" + at + "/infer", Traffic.pictures(1), 404);
        traffic.post("/v1/text/classify", "{'model': 'no-" + at + "', 'input': 'a'}", 404);
        traffic.post("/v1/recommendations", "{'recommender': 'r" + at + "', 'user_id': 1}", 404);
      }
    }
    Scrape after = Scrape.of(salver);
    Set<String> models = new HashSet<>(after.values("serving_requests_total", "model"));
    assertThat(models).noneMatch(name -> name.startsWith("invented") || name.startsWith("no-"));
    // one counter and one histogram for each kind of mistake
    assertThat(after.samples().size() - before).isLessThan(6 * 130);
    assertThat(after.values("serving_requests_total", "version"))
        .noneMatch(version -> version.startsWith("9"));
  }

  @Test
  void the_phases_never_exceed_the_request() {
    assertThat(withoutRequests()).isEmpty();
    assertThat(metrics.sum("serving_compute_seconds_sum", MNIST)).isPositive();
    assertThat(metrics.sum("serving_request_seconds_count", MNIST))
        .isEqualTo(metrics.sum("serving_compute_seconds_count", MNIST));
  }

  /** Versions whose phases took longer than their requests, as far as those were counted. */
  private List<String> withoutRequests() {
    List<String> found = new ArrayList<>();
    for (Sample request : metrics.find("serving_request_seconds_sum")) {
      String[] version = {
        "model", request.labels().getOrDefault("model", ""),
        "version", request.labels().getOrDefault("version", "")
      };
      double phases = 0;
      for (String phase : MetricContract.phases()) {
        phases += metrics.sum(phase + "_sum", version);
      }
      if (phases > metrics.sum("serving_request_seconds_sum", version)) {
        found.add("requests of all phases of " + String.join(" ", version));
      }
    }
    return found;
  }

  @Test
  void a_version_is_in_one_state_and_its_counts_agree() {
    assertThat(metrics.sum("serving_model_state", MNIST)).isEqualTo(1);
    assertThat(metrics.sum("serving_model_state", "model", "fashion-mnist", "state", "ready"))
        .isEqualTo(1);
    assertThat(metrics.sum("serving_inferences_total", MNIST)).isGreaterThanOrEqualTo(5);
    assertThat(metrics.sum("serving_batch_size_sum", MNIST))
        .isEqualTo(metrics.sum("serving_inferences_total", MNIST));
    assertThat(metrics.sum("serving_batch_size_count", MNIST))
        .isEqualTo(metrics.sum("serving_executions_total", MNIST));
    assertThat(metrics.sum("serving_queue_limit", MNIST)).isEqualTo(256);
    assertThat(metrics.sum("serving_native_handles", "type", "tensor")).isZero();
    assertThat(metrics.sum("serving_native_handles", "type", "index")).isEqualTo(1);
    assertThat(metrics.sum("recs_index_vectors", "recommender", "shop")).isEqualTo(6000);
    assertThat(metrics.values("recs_stage_seconds_count", "stage"))
        .containsExactlyInAnyOrder("features", "embed", "retrieve", "filter", "rank", "rerank");
    assertThat(metrics.values("serving_native_handles", "type"))
        .contains("session", "tensor", "index", "tokenizer");
  }
}
