"""Writes the keyword spotter's folder."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

import numpy as np

from export.golden import Case, golden, verify_onnx
from export.graph import export_onnx
from export.profile import category_profile, number_profile
from export.repository import ModelFolder
from speech import drawn
from speech.commands import RATE, WORDS
from speech.recogniser import reference_profile

from .network import KeywordNet
from .training import rows

SETTINGS = """
task: audio-classification
batching: {max-rows: 32, max-delay: 2ms}
warmup: 3
preprocess:
  input: features
  sample-rate: 16000
  features: mel
  normalize: utterance
  length: 16000
  mel: {bins: 40, low: 60, high: 7600, floor: 1.0e-4}
postprocess: {output: logits, activation: softmax, labels: labels.txt, top-k: 3}
monitor: {profile: profile.json}
"""
OUTPUTS = ["logits"]


def publish(network: KeywordNet, repository: Path, sounds: Sequence[np.ndarray], probabilities: np.ndarray, card: str) -> None:
    """`probabilities` are the answers for `sounds`, from which the profile is made."""
    folder = ModelFolder(repository, "keywords")
    cases = [_case("two drawn sounds", 2, 1), _case("three drawn sounds", 3, 5)]
    free = {"features": {1: "frames"}}
    export_onnx(network, folder.directory / "model.onnx", cases[0].inputs, OUTPUTS, free=free)
    folder.write_settings(SETTINGS)
    print(verify_onnx(folder.directory / "model.onnx", network, cases))
    folder.write_json("golden.json", golden(network, cases, OUTPUTS))
    folder.write_json("profile.json", _profile(sounds, probabilities))
    folder.write_card(card)
    folder.write_manifest()
    folder.directory.parent.joinpath("labels.txt").write_text("\n".join(WORDS) + "\n", encoding="utf-8")
    print(folder.name, folder.sizes())


def _case(name: str, count: int, seed: int) -> Case:
    sounds = [drawn.vowels(RATE, 0.6 + 0.1 * index, seed + index) for index in range(count)]
    return Case(name, {"features": np.round(rows(sounds) * 8) / 8}, tolerance=1e-4)


def _profile(sounds: Sequence[np.ndarray], probabilities: np.ndarray) -> dict:
    labels = [WORDS[index] for index in probabilities.argmax(axis=1)]
    reference = reference_profile(sounds, RATE, [])
    reference["predictions"] = {
        "label": category_profile(labels),
        "confidence": number_profile(probabilities.max(axis=1)),
    }
    return reference
