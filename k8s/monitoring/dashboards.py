#!/usr/bin/env python3
"""Writes the four dashboards of Grafana into the folder dashboards: `python3 dashboards.py`.

A panel is a title, a kind, a unit and its queries with their legends; panels stand in rows of three. Colours and sizes are Grafana's own.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

SELECT = 'namespace=~"$namespace",model=~"$model"'
RECS = 'namespace=~"$namespace",recommender=~"$recommender"'
WIDTH, HEIGHT = 8, 8


@dataclass(frozen=True)
class Panel:
    """`queries` by legend; `note` is what a reader should know."""

    title: str
    queries: dict[str, str]
    unit: str = "short"
    kind: str = "timeseries"
    stacked: bool = False
    note: str = ""

    def json(self, number: int) -> dict:
        custom = {"stacking": {"mode": "normal"}, "fillOpacity": 30} if self.stacked else {}
        return {
            "id": number + 1, "title": self.title, "type": self.kind, "description": self.note,
            "datasource": {"type": "prometheus", "uid": "${datasource}"},
            "gridPos": {"x": number % 3 * WIDTH, "y": number // 3 * HEIGHT, "w": WIDTH, "h": HEIGHT},
            "fieldConfig": {"defaults": {"unit": self.unit, "min": 0, "custom": custom}, "overrides": []},
            "options": {"legend": {"displayMode": "table", "placement": "bottom", "calcs": ["lastNotNull", "max"]}}
            if self.kind == "timeseries" else {},
            "targets": [
                {"refId": chr(ord("A") + index), "expr": query, "legendFormat": legend,
                 "format": "heatmap" if self.kind == "heatmap" else "time_series",
                 "exemplar": "_bucket" in query}
                for index, (legend, query) in enumerate(self.queries.items())],
        }


def quantile(q: float, histogram: str, select: str, by: str) -> str:
    return f"histogram_quantile({q}, sum by (le, {by}) (rate({histogram}_bucket{{{select}}}[$__rate_interval])))"


def rate(counter: str, select: str, by: str) -> str:
    return f"sum by ({by}) (rate({counter}{{{select}}}[$__rate_interval]))"


def phase(name: str) -> str:
    total, count = f"serving_{name}_seconds_sum", f"serving_{name}_seconds_count"
    return f"sum(rate({total}{{{SELECT}}}[$__rate_interval])) / sum(rate({count}{{{SELECT}}}[$__rate_interval]))"


SERVICE = [
    Panel("Requests", {"{{model}} {{version}} {{protocol}}": rate("serving_requests_total", SELECT, "model, version, protocol")}, "reqps"),
    Panel("Failures", {"{{model}} {{reason}}": rate("serving_requests_total", SELECT + ',reason!="ok"', "model, reason")}, "reqps"),
    Panel("Share of failures that are ours", {"{{model}}": f"salver:request_errors:ratio_rate5m{{{SELECT}}}"}, "percentunit",
          note="not_ready, queue_full, queue_timeout, deadline, backend and internal among what was not the client's fault"),
    Panel("Duration, median", {"{{model}} {{version}}": quantile(.5, "serving_request_seconds", SELECT, "model, version")}, "s"),
    Panel("Duration, 95 %", {"{{model}} {{version}}": quantile(.95, "serving_request_seconds", SELECT, "model, version")}, "s"),
    Panel("Duration, 99 %", {"{{model}} {{version}}": quantile(.99, "serving_request_seconds", SELECT, "model, version")}, "s"),
    Panel("Where the time goes, mean", {name: phase(name) for name in ("preprocess", "queue", "compute", "postprocess")}, "s", stacked=True),
    Panel("Durations", {"{{le}}": f"sum by (le) (rate(serving_request_seconds_bucket{{{SELECT}}}[$__rate_interval]))"}, "s", "heatmap"),
    Panel("Refused to stay upright", {"{{reason}}": rate("serving_shed_total", 'namespace=~"$namespace"', "reason")}, "reqps"),
    Panel("Error budget: burn of availability", {
        "{{model}} over 1 h": f"salver:request_errors:ratio_rate1h{{{SELECT}}} / 0.001",
        "{{model}} over 6 h": f"salver:request_errors:ratio_rate6h{{{SELECT}}} / 0.001"},
        note="1 spends the budget of 30 days in 30 days; alerts at 14.4 (1 h) and 6 (6 h)"),
    Panel("Error budget: burn of latency", {
        "{{model}} over 1 h": f"salver:request_slow:ratio_rate1h{{{SELECT}}} / 0.01",
        "{{model}} over 6 h": f"salver:request_slow:ratio_rate6h{{{SELECT}}} / 0.01"}),
    Panel("Tokens written", {"{{model}}": rate("serving_generated_tokens_total", SELECT, "model")}, note="text generation"),
]

CAPACITY = [
    Panel("Waiting requests against the limit",
          {"{{model}} {{version}}": f"max by (model, version) (serving_pending_requests{{{SELECT}}} / (serving_queue_limit{{{SELECT}}} > 0))"},
          "percentunit"),
    Panel("Requests under way", {"{{model}}": f"sum by (model) (serving_inflight_requests{{{SELECT}}})",
                                 "{{model}} limit": f"sum by (model) (serving_concurrency_limit{{{SELECT}}})"}),
    Panel("Instances", {"{{model}} {{state}}": f"sum by (model, state) (serving_instances{{{SELECT}}})"}, stacked=True),
    Panel("Rows of a batch, mean",
          {"{{model}}": f"sum by (model) (rate(serving_batch_size_sum{{{SELECT}}}[$__rate_interval]))"
                        f" / sum by (model) (rate(serving_batch_size_count{{{SELECT}}}[$__rate_interval]))"}),
    Panel("Rows and runs", {"{{model}} rows": rate("serving_inferences_total", SELECT, "model"),
                            "{{model}} runs": rate("serving_executions_total", SELECT, "model")}, "ops"),
    Panel("Answers from the cache", {"{{model}}": rate("serving_cache_hits_total", SELECT, "model")}, "reqps"),
    Panel("Memory of the process", {
        "resident {{pod}}": 'sum by (pod) (process_resident_memory_bytes{namespace=~"$namespace"})',
        "heap {{pod}}": 'sum by (pod) (jvm_memory_used_bytes{namespace=~"$namespace",area="heap"})',
        "requests {{pod}}": 'sum by (pod) (serving_request_memory_bytes{namespace=~"$namespace",kind="leased"})'}, "bytes"),
    Panel("Memory of models", {"{{model}} {{kind}}": f"sum by (model, kind) (serving_model_memory_bytes{{{SELECT}}})"}, "bytes"),
    Panel("Native handles", {"{{type}}": 'sum by (type) (serving_native_handles{namespace=~"$namespace"})'}),
    Panel("Garbage collection", {"{{pod}} {{gc}}": 'sum by (pod, gc) (rate(jvm_gc_pause_seconds_sum{namespace=~"$namespace"}[$__rate_interval]))'},
          "percentunit", note="share of the time that the process stands still"),
    Panel("States of models", {"{{model}} {{version}} {{state}}":
                               f"sum by (model, version, state) (serving_model_state{{{SELECT}}}) > 0"}),
    Panel("Loading takes", {"{{model}} {{version}}":
                            f"max by (model, version) (serving_model_load_seconds_sum{{{SELECT}}} / serving_model_load_seconds_count{{{SELECT}}})"},
          "s"),
]

ROLLOUT = [
    Panel("Weights", {"{{model}} {{arm}}": f"max by (model, arm) (rollout_weight{{{SELECT}}})"}, "percentunit"),
    Panel("Requests of each arm", {"{{model}} {{arm}}": rate("rollout_requests_total", SELECT, "model, arm")}, "reqps"),
    Panel("Duration of each arm, 99 %", {"{{model}} {{arm}}": quantile(.99, "rollout_request_seconds", SELECT, "model, arm")}, "s"),
    Panel("Failures of each arm", {"{{model}} {{arm}}":
          f'sum by (model, arm) (rate(rollout_requests_total{{{SELECT},outcome="error"}}[$__rate_interval]))'
          f" / sum by (model, arm) (rate(rollout_requests_total{{{SELECT}}}[$__rate_interval]))"}, "percentunit"),
    Panel("Disagreement of shadows", {"{{model}}": f"max by (model) (rollout_disagreement_ratio{{{SELECT}}})"}, "percentunit"),
    Panel("Duration by version, 99 %", {"{{model}} {{version}}": quantile(.99, "serving_request_seconds", SELECT, "model, version")}, "s"),
    Panel("Failures by version", {"{{model}} {{version}} {{reason}}":
                                  rate("serving_requests_total", SELECT + ',reason!="ok"', "model, version, reason")}, "reqps"),
    Panel("Outcomes of experiments", {"{{experiment}} {{arm}} {{metric}}":
                                      'max by (experiment, arm, metric) (experiment_outcome_ratio{namespace=~"$namespace"})'}, "percentunit"),
    Panel("Decisions", {"{{decision}}": 'sum by (decision) (increase(rollout_decisions_total{namespace=~"$namespace"}[$__rate_interval]))'}),
    Panel("Sticky violations", {"violations": 'sum(increase(rollout_sticky_violations_total{namespace=~"$namespace"}[$__rate_interval]))'},
          note="must be nothing"),
    Panel("Answers of recommenders by arm", {"{{recommender}} {{arm}}": rate("recs_answers_total", RECS, "recommender, arm")}, "reqps"),
]

DRIFT = [
    Panel("Effect against its threshold", {"{{model}} {{feature}} {{test}}":
          f"max by (model, feature, test) (drift_effect{{{SELECT}}} / drift_threshold{{{SELECT}}})"},
          note="the statistic free of sample sizes and units; above 1 differs"),
    Panel("Declared drift", {"{{model}} {{version}} {{feature}}": f"max by (model, version, feature) (drift_detected{{{SELECT}}}) > 0"}),
    Panel("Samples of the window", {"{{model}} {{version}}": f"min by (model, version) (drift_window_samples{{{SELECT}}})"}),
    Panel("Data quality", {"{{model}} {{feature}} {{kind}}": f"max by (model, feature, kind) (data_quality_ratio{{{SELECT}}}) > 0"},
          "percentunit"),
    Panel("Quality by labels that came", {"{{model}} {{version}} {{metric}} {{slice}}":
          f"max by (model, version, metric, slice) (model_quality{{{SELECT}}})"}),
    Panel("Samples that the monitor dropped", {"{{model}}": rate("drift_dropped_samples_total", SELECT, "model")}),
    Panel("Recommendations: stages, 95 %", {"{{recommender}} {{stage}}": quantile(.95, "recs_stage_seconds", RECS, "recommender, stage")}, "s"),
    Panel("Candidates after each stage, mean", {"{{recommender}} {{stage}}":
          f"sum by (recommender, stage) (rate(recs_candidates_sum{{{RECS}}}[$__rate_interval]))"
          f" / sum by (recommender, stage) (rate(recs_candidates_count{{{RECS}}}[$__rate_interval]))"}),
    Panel("Second best and empty answers", {"{{recommender}} {{reason}}": rate("recs_fallback_total", RECS, "recommender, reason"),
                                            "{{recommender}} empty": rate("recs_empty_total", RECS, "recommender")}, "reqps"),
    Panel("Recall of the search, estimated", {"{{recommender}} {{bundle}}": f"min by (recommender, bundle) (recs_recall_estimate{{{RECS}}})"},
          "percentunit"),
    Panel("Coverage of the catalogue", {"{{recommender}} {{arm}}": f"max by (recommender, arm) (recs_catalog_coverage_ratio{{{RECS}}})"},
          "percentunit"),
    Panel("Age of the index", {"{{recommender}}": f"max by (recommender) (recs_index_age_seconds{{{RECS}}})"}, "s"),
    Panel("Labels that came", {"{{result}}": rate("feedback_labels_total", 'namespace=~"$namespace"', "result")}, "reqps"),
    Panel("Prediction log", {"{{result}}": rate("prediction_log_records_total", 'namespace=~"$namespace"', "result")}, "reqps",
          note="accepted = written + dropped + failed, but for those that wait; nothing where the log is off"),
    Panel("Prediction log: records that wait", {"{{pod}}": 'max by (pod) (prediction_log_queued{namespace=~"$namespace"})'}),
]


def variable(name: str, query: str) -> dict:
    return {"name": name, "type": "query", "query": query, "datasource": {"type": "prometheus", "uid": "${datasource}"},
            "includeAll": True, "allValue": ".*", "multi": True, "current": {"text": "All", "value": "$__all"}, "refresh": 2}


def board(name: str, title: str, panels: list[Panel]) -> dict:
    alerts = {"name": "alerts", "enable": True, "datasource": {"type": "prometheus", "uid": "${datasource}"}, "iconColor": "red",
              "expr": 'ALERTS{alertname=~"Salver.*",alertstate="firing"}', "titleFormat": "{{alertname}}"}
    decisions = {"name": "decisions", "enable": True, "datasource": {"type": "prometheus", "uid": "${datasource}"}, "iconColor": "blue",
                 "expr": "increase(rollout_decisions_total[1m]) > 0", "titleFormat": "{{decision}}"}
    return {
        "uid": f"salver-{name}", "title": f"Salver: {title}", "tags": ["salver"], "schemaVersion": 39, "editable": True,
        "time": {"from": "now-3h", "to": "now"}, "refresh": "30s",
        "templating": {"list": [
            {"name": "datasource", "type": "datasource", "query": "prometheus"},
            variable("namespace", "label_values(serving_model_state, namespace)"),
            variable("model", "label_values(serving_model_state, model)"),
            variable("recommender", "label_values(recs_index_vectors, recommender)")]},
        "annotations": {"list": [alerts, decisions]},
        "links": [{"title": "Salver", "type": "dashboards", "tags": ["salver"], "asDropdown": True}],
        "panels": [panel.json(number) for number, panel in enumerate(panels)],
    }


def main() -> None:
    folder = Path(__file__).parent / "dashboards"
    folder.mkdir(exist_ok=True)
    boards = {"service": ("Service", SERVICE), "capacity": ("Capacity", CAPACITY), "rollout": ("Rollout", ROLLOUT),
              "drift": ("Drift and recommendations", DRIFT)}
    for name, (title, panels) in boards.items():
        (folder / f"{name}.json").write_text(json.dumps(board(name, title, panels), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
