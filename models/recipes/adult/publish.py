"""Measures the four models on the official test rows and writes their folders."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from export.profile import category_profile, number_profile
from tabular import metrics, weights
from tabular.publication import Publication, features_profile, publish as write, training_columns
from tabular.schema import Schema
from tabular.training import predict

from . import report
from .data import LABELS, Splits
from .features import SCHEMA
from .models import Models, inputs, models
from .training import build, tensors

ABSTAIN = 0.6
POSTPROCESS = "  {{output: probabilities, activation: none, labels: labels.txt, background: background.csv{further}}}"
FURTHER = {"adult-tabnet": ", attributions: {output: attributions}", "adult": f", abstain: {{below: {ABSTAIN}}}"}


def publish(splits: Splits, folder: Path, out: Path) -> None:
    found = models(splits, folder)
    answers = {name: served.run(inputs(splits.test)) for name, served in found.served.items()}
    measured = {name: report.measure(each["probabilities"], splits.test.labels) for name, each in answers.items()}
    print(report.quality(measured), found.shares, flush=True)
    results = report.Results(measured, found, _runs(splits, folder), report.baseline(splits),
                             report.abstaining(answers["adult"]["probabilities"], splits.test.labels, ABSTAIN),
                             metrics.gain(*(_losses(answers[name]["probabilities"], splits.test.labels)
                                            for name in ("adult-xgboost", "adult"))),
                             report.looked_at(answers["adult-tabnet"]["attributions"]), report.few_cells(found, splits.test))
    columns = training_columns(SCHEMA, inputs(splits.train))
    for name, served in found.served.items():
        probabilities = answers[name]["probabilities"]
        write(out / "repository", Publication(
            name, "classification", _ranged(splits), POSTPROCESS.format(further=FURTHER.get(name, "")), served.run,
            served.write, report.card_of(name, results, weights.about(folder, found.runs[name]) if name in found.runs else {}),
            features_profile(SCHEMA, columns, {
                "label": category_profile([LABELS[index] for index in probabilities.argmax(axis=1)]),
                "confidence": number_profile(probabilities.max(axis=1))}),
            columns, LABELS, tolerance=1e-4 if name in ("adult-tabnet", "adult") else 1e-5))


def _losses(probabilities: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return -np.log(np.clip(probabilities[np.arange(len(labels)), labels], 1e-12, 1))


def _ranged(splits: Splits) -> Schema:
    """Ranges are what the training rows have."""
    numbers = [feature.name for feature in SCHEMA.columns("numbers")]
    ends = {name: (float(np.nanmin(column)), float(np.nanmax(column)))
            for name, column in zip(numbers, splits.train.numbers.T)}
    return Schema(tuple(replace(feature, range=ends.get(feature.name)) for feature in SCHEMA))


def _runs(splits: Splits, folder: Path) -> dict[str, list[tuple[float, float]]]:
    """AUC of the validation and of the test rows of every run, by variant."""
    found: dict[str, list[tuple[float, float]]] = {}
    test = tensors(splits.test)
    for run, facts in weights.runs(folder, "adult-").items():
        logits = predict(weights.load(folder, run, build(run, splits.train)), test.inputs).numpy()
        measured = metrics.area(logits[:, 1] - logits[:, 0], splits.test.labels)
        found.setdefault(run.rsplit("-", 1)[0], []).append((facts["validation"], measured))
    return found
