"""The quality that the service tells from late labels, beside scikit-learn's on the same answers, for the test rows of Adult:
`python3 -m tabular.labelled --data DIR --url http://127.0.0.1:8080 --model adult`

Each batch of rows is asked for under an id of its own, and its labels are sent afterwards, as lines. The ring of the service holds
8,192 rows by default and a second's worth is written at a time, so batches pause in between. Needs scikit-learn, and a store without
earlier labels of the model.
"""

from __future__ import annotations

import argparse
import json
import time
import urllib.request
import uuid
from pathlib import Path
from typing import Any

import numpy as np
from sklearn import metrics
from sklearn.calibration import calibration_curve

import adult.data

from .client import BATCH, probability

_PAUSE = 0.2
_PATIENCE = 60


def main() -> None:
    parser = argparse.ArgumentParser(prog="tabular.labelled", description="Compares quality from late labels with scikit-learn's.")
    parser.add_argument("--data", type=Path, required=True, help="the data set's folder")
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument("--model", default="adult")
    given = parser.parse_args()
    table = adult.data.rows(given.data / "adult.test")
    rows, truth = [row for row, _ in table], np.array([label for _, label in table])
    run = uuid.uuid4().hex
    results, labels = [], []
    for number, start in enumerate(range(0, len(rows), BATCH)):
        some, name = rows[start : start + BATCH], f"{run}-{number}"
        answer = post(given.url, "/v1/tabular/predict", json.dumps({"model": given.model, "rows": some}), {"X-Request-Id": name})
        results += answer["results"]
        labels += [{"id": name, "index": i, "outcome": adult.data.LABELS[truth[start + i]]} for i in range(len(some))]
        time.sleep(_PAUSE)
    told = post(given.url, "/v1/feedback", "\n".join(map(json.dumps, labels)), {"Content-Type": "application/x-ndjson"})
    print({name: count for name, count in told.items() if name != "errors"}, told["errors"][:2])
    compare(quality(given.url, given.model, told["accepted"]), results, rows, truth)


def compare(report: dict[str, Any], results: list[dict[str, Any]], rows: list[dict[str, Any]], truth: np.ndarray) -> None:
    scores = np.array([probability(result, adult.data.LABELS[1]) for result in results])
    said = np.array([result["classes"][0]["label"] == adult.data.LABELS[1] for result in results]).astype(int)
    sure = np.maximum(scores, 1 - scores)
    right = said == truth
    shares, means = calibration_curve(right, sure, n_bins=10)
    sizes = np.histogram(sure, np.linspace(0, 1, 11))[0]
    expected = {
        "accuracy": metrics.accuracy_score(truth, said),
        "balanced_accuracy": metrics.balanced_accuracy_score(truth, said),
        "auc": metrics.roc_auc_score(truth, scores),
        "log_loss": metrics.log_loss(truth, scores),
        "brier_score": metrics.brier_score_loss(truth, scores),
        "calibration_error": float((sizes[sizes > 0] / len(truth) * np.abs(shares - means)).sum()),
    }
    found = {each["metric"]: each for each in report["metrics"] if "class" not in each}
    print(f"labels {report['labels']}, AUC off by {report['auc_resolution']:.6f} at most")
    for name, value in expected.items():
        each = found[name]
        print(f"{name}: service {each['value']:.6f} [{each['low']:.4f}, {each['high']:.4f}], scikit-learn {value:.6f}")
    for group in report["slices"]:
        inside = np.array([(row[group["feature"]] or "missing") == group["group"] for row in rows])
        accuracy = group["metrics"][0]
        line = f"{group['feature']}={group['group']}: {group['labels']} labels, accuracy {accuracy['value']:.4f}"
        line += f" [{accuracy['low']:.4f}, {accuracy['high']:.4f}], scikit-learn {right[inside].mean():.4f}"
        for each in group.get("differences", []):
            if each["metric"] in ("accuracy", "auc") or each.get("class") == adult.data.LABELS[1] and each["metric"] != "precision":
                line += f"; {each['metric']} {each['value']:+.3f} [{each['low']:+.3f}, {each['high']:+.3f}]"
        print(line)
    print(f"concept {report['concept']}, estimated {report.get('estimated_accuracy')}")


def quality(url: str, model: str, labels: int) -> dict[str, Any]:
    for _ in range(_PATIENCE):
        with urllib.request.urlopen(f"{url}/v1/monitoring/models/{model}/quality") as answer:
            report = json.load(answer)["versions"][-1]
        if report["labels"] >= labels:
            return report
        time.sleep(1)
    raise SystemExit(f"only {report['labels']} of {labels} labels are counted after {_PATIENCE} s")


def post(url: str, path: str, body: str, headers: dict[str, str]) -> dict[str, Any]:
    with urllib.request.urlopen(urllib.request.Request(url + path, body.encode(), headers)) as answer:
        return json.load(answer)


if __name__ == "__main__":
    main()
