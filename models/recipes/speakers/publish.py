"""Writes the speaker verifier's folder."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

import numpy as np

from export.golden import golden, verify_onnx
from export.graph import export_onnx
from export.repository import ModelFolder
from speech.recogniser import drawn_cases, reference_profile

from .data import RATE
from .network import SpeakerNet

SETTINGS = """
task: speaker-embedding
batching: {{max-rows: 16, max-delay: 2ms}}
warmup: 3
preprocess: {{input: waveform, lengths: lengths, sample-rate: 16000, features: waveform}}
postprocess: {{output: embedding, normalize: true, threshold: {threshold:.3f}, false-accept-rate: 0.01}}
monitor: {{profile: profile.json}}
"""
OUTPUTS = ["embedding"]


def publish(network: SpeakerNet, repository: Path, sounds: Sequence[np.ndarray], threshold: float, card: str) -> None:
    folder = ModelFolder(repository, "speakers")
    cases = drawn_cases(normalised=False)
    free = {"waveform": {1: "samples"}}
    export_onnx(network, folder.directory / "model.onnx", cases[0].inputs, OUTPUTS, free=free)
    folder.write_settings(SETTINGS.format(threshold=threshold))
    print(verify_onnx(folder.directory / "model.onnx", network, cases))
    folder.write_json("golden.json", golden(network, cases, OUTPUTS))
    folder.write_json("profile.json", _profile(sounds))
    folder.write_card(card)
    folder.write_manifest()
    print(folder.name, folder.sizes())


def _profile(sounds: Sequence[np.ndarray]) -> dict:
    reference = reference_profile(sounds, RATE, [])
    return {**reference, "predictions": {}}
