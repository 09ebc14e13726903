"""Writes what a model of texts consists of: for each version graph, golden cases, profile, card and manifest; for all of them
settings, tokeniser and labels."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

import numpy as np
from torch import nn

from export.golden import Case, golden, verify_onnx
from export.graph import export_onnx
from export.profile import category_profile, number_profile, profile
from export.repository import ModelFolder

from .compact import shorten_names, store_as_bytes
from .restore import note
from .tokenizer import SPECIAL, UNKNOWN, Tokenizer

INPUTS = ("input_ids", "attention_mask")
_UNKNOWN = SPECIAL.index(UNKNOWN)


@dataclass(frozen=True)
class Version:
    """One version of a model; the module has rounded weights (`compact.round_weights`)."""

    number: int
    module: nn.Module
    reference: dict
    card: str


def publish(repository: Path, name: str, output: str, versions: Sequence[Version], tokenizer: Tokenizer, texts: Sequence[str],
            settings: str, labels: Sequence[str] = ()) -> None:
    """Writes the folders of the versions and what they share; golden cases are made of `texts`."""
    for version in versions:
        folder = ModelFolder(repository, name, version.number)
        file = folder.directory / "model.onnx"
        golden_cases = cases(tokenizer, texts)
        free = {each: {1: "tokens"} for each in INPUTS}
        export_onnx(version.module, file, golden_cases[0].inputs, [output], free=free)
        shorten_names(file)
        note(file, version.module)
        store_as_bytes(file)
        print(verify_onnx(file, version.module, golden_cases))
        folder.write_json("golden.json", golden(version.module, golden_cases, [output]))
        folder.write_json("profile.json", version.reference)
        folder.write_card(version.card)
        folder.write_manifest()
        print(name, version.number, folder.sizes())
    directory = repository / name
    directory.joinpath("model.yaml").write_text(settings.strip() + "\n", encoding="utf-8")
    tokenizer.write(directory / "tokenizer.json")
    if labels:
        directory.joinpath("labels.txt").write_text("\n".join(labels) + "\n", encoding="utf-8")


def cases(tokenizer: Tokenizer, texts: Sequence[str], tolerance: float = 1e-4) -> list[Case]:
    """Two batches of other numbers of rows and tokens, both padded."""
    return [Case("three padded texts", inputs(tokenizer, texts[:3]), tolerance),
            Case("five padded texts, and longer", inputs(tokenizer, [*texts[3:7], " ".join(texts[7:11])]), tolerance)]


def inputs(tokenizer: Tokenizer, texts: Sequence[str], most: int = 128) -> dict[str, np.ndarray]:
    """What the service makes of texts."""
    rows = [tokenizer.encode(text, most=most).ids for text in texts]
    ids = np.zeros((len(rows), max(map(len, rows))), np.int64)
    for index, row in enumerate(rows):
        ids[index, :len(row)] = row
    return {INPUTS[0]: ids, INPUTS[1]: (ids != 0).astype(np.int64)}


def text_profile(rows: Sequence[np.ndarray], predictions: dict) -> dict:
    """Numbers of tokens, and the share of them that is unknown; `predictions` as `profile` wants them."""
    features = {"text.tokens": number_profile(np.array([len(row) for row in rows])),
                "text.unknown": number_profile(np.array([float((np.asarray(row) == _UNKNOWN).mean()) for row in rows]))}
    return profile(features, predictions)


def classes_profile(labels: Sequence[str], probabilities: np.ndarray) -> dict:
    """The labels that are given and their probabilities."""
    return {"label": category_profile([labels[index] for index in probabilities.argmax(1)]),
            "confidence": number_profile(probabilities.max(1))}
