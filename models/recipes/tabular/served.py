"""The quality of the models of rows through a running service, on the test rows of their data sets:
`python3 -m tabular.served --task adult --data DIR --url http://127.0.0.1:8080`

Tasks: adult (adult.data, adult.test), california (housing.csv), telco (the two files that telco/data.py names). Each row goes over
the wire as an object by feature name, as the file has it; the numbers belong beside those of the cards.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence

import numpy as np

import adult.data
import california.data
import telco.data
from california.report import INTERVAL, loss

from . import metrics
from .client import Service, parts, probability

Row = Mapping[str, Any]
CLASSIFIERS = ("adult-mlp", "adult-tabnet", "adult-xgboost", "adult")
REGRESSORS = ("california-mlp", "california-xgboost", "california", "california-mdn")


def main() -> None:
    parser = argparse.ArgumentParser(prog="tabular.served", description="Measures models of rows through the service.")
    parser.add_argument("--task", choices=sorted(_TASKS), required=True)
    parser.add_argument("--data", type=Path, required=True, help="the data set's folder")
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    given = parser.parse_args()
    _TASKS[given.task](Service(given.url), given.data)


def _adult(service: Service, folder: Path) -> None:
    table = adult.data.rows(folder / "adult.test")
    rows, labels = [row for row, _ in table], np.array([label for _, label in table])
    for model in filter(service.has, CLASSIFIERS):
        _classes(service, model, rows, labels, adult.data.LABELS[1])


def _telco(service: Service, folder: Path) -> None:
    test = telco.data.split(telco.data.customers(folder))[2]
    labels = np.array([each.label for each in test])
    if service.has("telco"):
        _classes(service, "telco", [each.row for each in test], labels, telco.data.LABELS[1])
    if service.has("telco-feedback"):
        rows = [each.row | {"feedback": each.text} for each in test]
        _classes(service, "telco-feedback", rows, labels, telco.data.LABELS[1])
        print("telco-feedback: its text leaks the label; this is no quality")


def _california(service: Service, folder: Path) -> None:
    table = california.data.rows(folder)
    test = [table[row] for row in california.data.split(len(table))[2]]
    rows, values = [row for row, _ in test], np.array([value for _, value in test])
    for model in filter(service.has, REGRESSORS):
        results = service.predict(model, rows)
        answered = np.array([result["value"] for result in results])
        print(f"{model}: RMSE {metrics.rmse(answered, values)}", flush=True)
        if "components" in results[0]:
            _distribution(model, results, values)


def _distribution(model: str, results: Sequence[Mapping[str, Any]], values: np.ndarray) -> None:
    mixtures = tuple(np.array(each) for each in zip(*(parts(result) for result in results)))
    ends = np.array([[result["interval"]["low"], result["interval"]["high"]] for result in results])
    inside = (values >= ends[:, 0]) & (values <= ends[:, 1])
    print(f"{model}: negative log-likelihood {metrics.mean(loss(mixtures, values))}, "
          f"coverage of the {INTERVAL:.0%} interval {metrics.mean(inside)}, "
          f"abstained {np.mean(['abstained' in result for result in results]):.3f}", flush=True)


def _classes(service: Service, model: str, rows: Sequence[Row], labels: np.ndarray, positive: str) -> None:
    results = service.predict(model, rows)
    scores = np.array([probability(result, positive) for result in results])
    abstained = np.mean(["abstained" in result for result in results])
    print(f"{model}: AUC {metrics.auc(scores, labels)}, accuracy {metrics.mean((scores > 0.5) == labels)}, "
          f"log loss {metrics.log_loss(np.stack([1 - scores, scores], axis=1), labels)}, abstained {abstained:.3f}",
          flush=True)


_TASKS: dict[str, Callable[[Service, Path], None]] = {"adult": _adult, "california": _california, "telco": _telco}

if __name__ == "__main__":
    main()
