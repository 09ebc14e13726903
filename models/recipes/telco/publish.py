"""Measures both models on the test rows and writes their folders."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from export.profile import category_profile, number_profile
from tabular import metrics, serving, weights
from tabular.publication import Publication, features_profile, publish as write, training_columns
from tabular.schema import Schema
from tabular.training import predict
from text.tokenizer import Tokenizer

from . import report
from .data import LABELS, NUMBERS, Columns, Splits, tokens
from .features import ROW, ROW_AND_TEXT
from .training import TOKENIZER, build, tensors, tokenizer

ABSTAIN = 0.6
POSTPROCESS = ("  {output: probabilities, activation: none, labels: labels.txt, background: background.csv, "
               f"abstain: {{below: {ABSTAIN}}}}}")
FUSED = "  {output: probabilities, activation: none, labels: labels.txt}"
_OPENINGS = ("the line is", "i think the service is", "my internet is", "overall it was", "honestly the price is")
_ENDINGS = ("great and i will stay", "too slow and i am leaving", "fine", "far too high for what i get", "good 👍", "mediocre, sadly.")
_ROW, _TEXT = ("numbers", "categories"), ("input_ids", "attention_mask")
_TYPES = {"numbers": np.float32, "categories": np.int64}


def publish(splits: Splits, folder: Path, out: Path) -> None:
    pieces = tokenizer(splits, folder)
    runs = {name: weights.chosen(folder, f"telco-{name}-") for name in ("row", "feedback", "text")}
    served = {name: serving.network(
        serving.Probabilities(weights.load(folder, run, build(run, splits.train, len(pieces)))), ["probabilities"],
        _ROW if name == "row" else _ROW + _TEXT, {} if name == "row" else {tensor: {1: "tokens"} for tensor in _TEXT})
        for name, run in runs.items()}
    answers = {name: each.run(inputs(splits.test, pieces if name != "row" else None))["probabilities"]
               for name, each in served.items()}
    measured = {name: report.measure(each, splits.test.labels) for name, each in answers.items()}
    print({name: str(each.auc) for name, each in measured.items()}, flush=True)
    results = report.Results(measured["row"], report.baseline(splits), measured["feedback"], measured["text"],
                             _runs(splits, folder, pieces), report.abstaining(answers["row"], splits.test.labels, ABSTAIN))
    columns = training_columns(ROW, inputs(splits.train))
    common: dict[str, Any] = {"task": "classification", "columns": columns, "labels": LABELS}
    write(out / "repository", Publication(
        name="telco", schema=_ranged(ROW, splits), postprocess=POSTPROCESS, run=served["row"].run, write=served["row"].write,
        card=report.row_card(results, runs["row"], weights.about(folder, runs["row"])),
        profile=features_profile(ROW, columns, _predictions(answers["row"])), **common))
    write(out / "repository", Publication(
        name="telco-feedback", schema=_ranged(ROW_AND_TEXT, splits), postprocess=FUSED, run=served["feedback"].run,
        write=served["feedback"].write,
        card=report.fusion_card(results, runs["feedback"], weights.about(folder, runs["feedback"])),
        profile=features_profile(ROW, columns, _predictions(answers["feedback"])),
        files={"tokenizer.json": (folder / TOKENIZER).read_text(encoding="utf-8")},
        types=_TYPES | {tensor: np.int64 for tensor in _TEXT},
        encoder=lambda texts: tokens(pieces, list(texts)), drawers={"feedback": _feedback}, **common))


def inputs(rows: Columns, pieces: Tokenizer | None = None) -> dict[str, np.ndarray]:
    return {"numbers": rows.numbers, "categories": rows.categories, **(tokens(pieces, rows.texts) if pieces else {})}


def _feedback(random: np.random.Generator) -> str:
    """An invented text, sometimes none or a long one."""
    parts = [f"{random.choice(_OPENINGS)} {random.choice(_ENDINGS)}" for _ in range(int(random.choice([0, 1, 2, 3, 30])))]
    return ". ".join(parts)


def _predictions(probabilities: np.ndarray) -> dict[str, Any]:
    return {"label": category_profile([LABELS[index] for index in probabilities.argmax(axis=1)]),
            "confidence": number_profile(probabilities.max(axis=1))}


def _ranged(schema: Schema, splits: Splits) -> Schema:
    """Ranges of numbers are what the training rows have."""
    ends = {feature.name: (float(np.nanmin(column)), float(np.nanmax(column)))
            for feature, column in zip(NUMBERS, splits.train.numbers.T) if feature.type != "boolean"}
    return Schema(tuple(replace(feature, range=ends.get(feature.name)) for feature in schema))


def _runs(splits: Splits, folder: Path, pieces: Tokenizer) -> dict[str, list[tuple[float, float]]]:
    """AUC of the validation and of the test rows of every run of the row alone, by variant."""
    found: dict[str, list[tuple[float, float]]] = {}
    for run, facts in weights.runs(folder, "telco-row-").items():
        network = weights.load(folder, run, build(run, splits.train, len(pieces)))
        logits = predict(network, tensors(splits.test).inputs).numpy()
        found.setdefault(run.rsplit("-", 1)[0], []).append(
            (facts["validation"], metrics.area(logits[:, 1] - logits[:, 0], splits.test.labels)))
    return found
