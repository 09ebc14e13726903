package io.salver.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.testkit.Scrape;
import io.salver.testkit.Scrape.Sample;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The metrics that dashboards and alerts of users are built on: name, type, labels and unit of
 * each. A change of this table is a change of an interface and needs a note in the changelog.
 */
enum MetricContract {
  REQUESTS("serving_requests_total", "model", "version", "protocol", "method", "code", "reason"),
  REQUEST("serving_request_seconds", "model", "version", "protocol", "method"),
  QUEUE("serving_queue_seconds", "model", "version"),
  PREPROCESS("serving_preprocess_seconds", "model", "version"),
  COMPUTE("serving_compute_seconds", "model", "version"),
  POSTPROCESS("serving_postprocess_seconds", "model", "version"),

  PENDING("serving_pending_requests", "model", "version"),
  INFLIGHT("serving_inflight_requests", "model", "version"),
  QUEUE_LIMIT("serving_queue_limit", "model", "version"),
  CONCURRENCY_LIMIT("serving_concurrency_limit", "model", "version"),
  BATCH_SIZE("serving_batch_size", "model", "version"),
  EXECUTIONS("serving_executions_total", "model", "version"),
  INFERENCES("serving_inferences_total", "model", "version"),
  INSTANCES("serving_instances", "model", "version", "state"),
  SHED("serving_shed_total", "reason"),

  MODEL_STATE("serving_model_state", "model", "version", "state"),
  MODEL_LOAD("serving_model_load_seconds", "model", "version"),
  MODEL_LOADS("serving_model_loads_total", "result"),
  MODEL_MEMORY("serving_model_memory_bytes", "model", "version", "kind"),
  MODEL_INFO("serving_model_info", "model", "version", "backend", "sha256"),
  MODEL_DEVICE("serving_model_device", "model", "version", "asked", "device"),
  NATIVE_HANDLES("serving_native_handles", "type"),
  REQUEST_MEMORY("serving_request_memory_bytes", "kind"),

  PROMPT_TOKENS("serving_prompt_tokens_total", "model", "version"),
  GENERATED_TOKENS("serving_generated_tokens_total", "model", "version"),
  FIRST_TOKEN("serving_time_to_first_token_seconds", "model", "version"),
  NEXT_TOKEN("serving_time_per_output_token_seconds", "model", "version"),

  CELLS("tabular_cells_total", "model", "version", "feature", "state"),
  ROWS("tabular_rows_total", "model", "version", "outcome"),

  STAGE("recs_stage_seconds", "recommender", "stage"),
  CANDIDATES("recs_candidates", "recommender", "stage"),
  EMPTY("recs_empty_total", "recommender"),
  FALLBACK("recs_fallback_total", "recommender", "reason"),
  INDEX_VECTORS("recs_index_vectors", "recommender"),
  INDEX_AGE("recs_index_age_seconds", "recommender"),
  RECALL("recs_recall_estimate", "recommender", "bundle"),
  COVERAGE("recs_catalog_coverage_ratio", "recommender", "arm"),
  DIVERSITY("recs_intra_list_diversity", "recommender"),
  ANSWERS("recs_answers_total", "recommender", "arm"),
  FEEDBACK("recs_feedback_total", "recommender", "arm", "type"),

  LISTS("recs_lists_total", "recommender", "fate"),
  ADOPTED("recs_adopted_lists_total", "recommender"),
  UNATTRIBUTED("recs_unattributed_events_total", "recommender", "type", "reason"),
  INDEX_BUILD("recs_index_build_seconds", "recommender"),

  DRIFT_STATISTIC("drift_statistic", "model", "version", "feature", "test", "window"),
  DRIFT_EFFECT("drift_effect", "model", "version", "feature", "test", "window"),
  DRIFT_P_VALUE("drift_p_value", "model", "version", "feature", "test", "window"),
  DRIFT_THRESHOLD("drift_threshold", "model", "version", "feature", "test", "window"),
  DRIFT_DETECTED("drift_detected", "model", "version", "feature"),
  DRIFT_SAMPLES("drift_window_samples", "model", "version", "window"),
  DRIFT_UPDATE("drift_last_update_timestamp_seconds", "model", "version"),
  DRIFT_PANE("drift_pane_seconds", "model", "version"),
  DRIFT_DROPPED("drift_dropped_samples_total", "model", "version"),
  DATA_QUALITY("data_quality_ratio", "model", "version", "feature", "kind"),
  QUALITY("model_quality", "model", "version", "metric", "slice"),
  QUALITY_LABELS("model_quality_labels", "model", "version", "slice"),
  CONCEPT_DETECTED("concept_drift_detected", "model", "version", "method"),
  CONCEPT_ERROR("concept_drift_error", "model", "version", "method"),
  CONCEPT_CHANGES("concept_drift_changes", "model", "version", "method", "direction"),

  ROLLOUT_WEIGHT("rollout_weight", "model", "arm"),
  ROLLOUT_REQUESTS("rollout_requests_total", "model", "arm", "outcome"),
  ROLLOUT_REQUEST("rollout_request_seconds", "model", "arm"),
  OUTCOMES("experiment_outcome_ratio", "experiment", "arm", "metric"),
  ROLLOUT_DECISIONS("rollout_decisions_total", "decision"),
  ROLLOUT_DISAGREEMENT("rollout_disagreement_ratio", "model", "arm"),
  ROLLOUT_SHADOWS("rollout_shadow_requests_total", "model", "arm", "outcome"),
  ROLLOUT_VIOLATIONS("rollout_sticky_violations_total"),
  ROLLOUT_REFRESH("rollout_last_refresh_timestamp_seconds"),
  ROLLOUT_FAILURES("rollout_store_failures_total"),
  ROLLOUT_PROBLEMS("rollout_declaration_problems"),

  RESIDENT("process_resident_memory_bytes"),
  HEAP("jvm_memory_used_bytes", "area", "id"),
  HEAP_LIMIT("jvm_memory_max_bytes", "area", "id"),
  PAUSES("jvm_gc_pause_seconds_sum", "action", "cause", "gc");

  /** Everything that may be said of why a request was answered as it was. */
  static final Set<String> REASONS =
      Set.of(
          "ok",
          "invalid",
          "not_found",
          "not_ready",
          "queue_full",
          "queue_timeout",
          "deadline",
          "cancelled",
          "backend",
          "internal");

  private static final Set<MetricContract> HISTOGRAMS =
      Set.of(
          REQUEST,
          QUEUE,
          PREPROCESS,
          COMPUTE,
          POSTPROCESS,
          BATCH_SIZE,
          MODEL_LOAD,
          FIRST_TOKEN,
          NEXT_TOKEN,
          ROLLOUT_REQUEST,
          STAGE,
          CANDIDATES,
          DIVERSITY);

  /** Those that come when a window of the watching has ended, or observations wait. */
  private static final Set<MetricContract> WATCHING =
      Set.of(
          DRIFT_STATISTIC,
          DRIFT_EFFECT,
          DRIFT_P_VALUE,
          DRIFT_THRESHOLD,
          DRIFT_DETECTED,
          DRIFT_SAMPLES,
          DRIFT_UPDATE,
          DRIFT_PANE,
          DRIFT_DROPPED,
          DATA_QUALITY);

  private final String metric;

  @SuppressWarnings("ImmutableEnumChecker") // of Set.of
  private final Set<String> labels;

  MetricContract(String metric, String... labels) {
    this.metric = metric;
    this.labels = Set.of(labels);
  }

  String metric() {
    return metric;
  }

  Set<String> labels() {
    return labels;
  }

  boolean isHistogram() {
    return HISTOGRAMS.contains(this);
  }

  /** Whether it is a latency: those have twenty buckets of their own. */
  boolean isLatency() {
    return isHistogram() && metric.endsWith("_seconds");
  }

  /** The name that the type is told of. */
  String family() {
    return this == PAUSES ? "jvm_gc_pause_seconds" : metric;
  }

  String type() {
    if (isHistogram()) {
      return "histogram";
    }
    if (this == PAUSES) {
      return "summary";
    }
    return metric.endsWith("_total") ? "counter" : "gauge";
  }

  static Stream<MetricContract> histograms() {
    return Stream.of(values()).filter(MetricContract::isHistogram);
  }

  /** Those that come with requests, their labels and clicks. */
  static Stream<MetricContract> atOnce() {
    return Stream.of(values())
        .filter(metric -> !WATCHING.contains(metric))
        .filter(metric -> metric != ADOPTED); // when another process has ended
  }

  /** Those that come when windows have ended. */
  static Stream<MetricContract> watching() {
    return WATCHING.stream();
  }

  /** Whether there is a series of it. */
  boolean isIn(Scrape metrics) {
    return !metrics.find(sampled()).isEmpty();
  }

  private String sampled() {
    return isHistogram() ? metric + "_count" : metric;
  }

  /** Requires that they are there, of their type, and have these labels and no others. */
  void requireIn(Scrape metrics) {
    List<Sample> samples = metrics.find(sampled());
    assertThat(samples).as(metric).isNotEmpty();
    assertThat(samples)
        .allSatisfy(sample -> assertThat(sample.labels().keySet()).isEqualTo(labels));
    assertThat(metrics.types()).containsEntry(family(), type());
  }

  static List<String> phases() {
    return Stream.of(PREPROCESS, QUEUE, COMPUTE, POSTPROCESS).map(MetricContract::metric).toList();
  }
}
