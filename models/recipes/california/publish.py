"""Measures the models on the test rows and writes their folders."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from export.profile import number_profile
from tabular import metrics, weights
from tabular.answers import mixture_mean
from tabular.publication import Publication, features_profile, publish as write, training_columns
from tabular.schema import Schema
from tabular.training import predict

from . import report
from .data import NUMBERS, Splits
from .features import SCHEMA, UNIT
from .models import DENSITIES, inputs, models
from .training import build, tensors

PUBLISHED = ("california-mlp", "california-xgboost", "california", "california-mdn")
ANSWERED = 0.9  # the share of validation rows whose interval is narrow enough to be answered
VALUE = f'  {{output: value, unit: "{UNIT}", background: background.csv}}'
MIXTURE = """
  mixture: {{weights: weights, means: means, deviations: deviations}}
  unit: "{unit}"
  interval: {interval}
  abstain: {{wider: {wider}}}
  background: background.csv
"""


def publish(splits: Splits, folder: Path, out: Path) -> None:
    found = models(splits, folder)
    answers = {name: served.run(inputs(splits.test)) for name, served in found.served.items()}
    points = {name: report.point(each["value"], splits.test) for name, each in answers.items() if "value" in each}
    densities = {name: report.density(answers[name], splits.test) for name in DENSITIES}
    print(report.quality(points), report.spread(densities), found.shares, sep="\n", flush=True)
    wider = _wider(found.served["california-mdn"].run(inputs(splits.validation)))
    results = report.Results(points, densities, found, _runs(splits, folder), report.baseline(splits), wider,
                             _kept(answers["california-mdn"], splits, wider))
    columns = training_columns(SCHEMA, inputs(splits.train))
    for name in PUBLISHED:
        outputs = answers[name]
        value = outputs["value"] if "value" in outputs else mixture_mean(outputs["weights"], outputs["means"])
        postprocess = MIXTURE.format(unit=UNIT, interval=report.INTERVAL, wider=wider) if name == "california-mdn" else VALUE
        write(out / "repository", Publication(
            name, "regression", _ranged(splits), postprocess, found.served[name].run, found.served[name].write,
            report.card_of(name, results, weights.about(folder, found.runs[name]) if name in found.runs else {}),
            features_profile(SCHEMA, columns, {"value": number_profile(value)}), columns, tolerance=1e-4))


def _ranged(splits: Splits) -> Schema:
    """Ranges are what the training rows have."""
    ends = {name: (float(np.nanmin(column)), float(np.nanmax(column)))
            for name, column in zip(NUMBERS, splits.train.numbers.T)}
    return Schema(tuple(replace(feature, range=ends.get(feature.name)) for feature in SCHEMA))


def _wider(outputs: dict[str, np.ndarray]) -> float:
    low, high = report.interval(tuple(outputs.values()))
    return float(f"{np.quantile(high - low, ANSWERED):.2g}")


def _kept(outputs: dict[str, np.ndarray], splits: Splits, wider: float) -> tuple[float, metrics.Estimate]:
    parts = tuple(outputs.values())
    low, high = report.interval(parts)
    sure = high - low <= wider
    return float(sure.mean()), metrics.rmse(mixture_mean(parts[0], parts[1])[sure], splits.test.values[sure])


def _runs(splits: Splits, folder: Path) -> dict[str, list[tuple[float, float]]]:
    """RMSE of the validation and of the test rows of the runs that give values, by variant."""
    found: dict[str, list[tuple[float, float]]] = {}
    test = tensors(splits.test)
    for beginning in ("california-mlp-", "california-tabnet-"):
        for run, facts in weights.runs(folder, beginning).items():
            values = predict(weights.load(folder, run, build(run, splits.train)), test.inputs).numpy()[:, 0]
            error = float(np.sqrt(((values - splits.test.values) ** 2).mean()))
            found.setdefault(run.rsplit("-", 1)[0], []).append((-facts["validation"], error))
    return found
