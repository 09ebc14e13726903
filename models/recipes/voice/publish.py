"""Writes the voice's folder."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

import numpy as np

from export.golden import Case, golden, verify_onnx
from export.graph import export_onnx
from export.profile import category_profile, number_profile, profile
from export.repository import ModelFolder
from speech.compact import store_as_half

from .network import Reader, with_aliases
from .text import ALIASES, SYMBOLS, encode

SETTINGS = """
task: text-to-speech
warmup: 2
preprocess: {symbols: symbols.txt, lowercase: true, max-characters: 500}
postprocess:
  output: mel
  kind: mel
  sample-rate: 16000
  mel: {bins: 80, window: 25ms, hop: 10ms, fft: 512, low: 0, high: 8000, scale: htk, norm: none, power: 2, log: natural, floor: 1.0e-5}
  vocoder: griffin-lim
  iterations: 32
monitor: {profile: profile.json}
"""
OUTPUTS = ["mel"]
_FREE = {"text": {1: "characters"}, "mel": {1: "frames"}}


def publish(reader: Reader, repository: Path, texts: Sequence[str], card: str) -> None:
    """`texts` are typical requests, from which the profile is made."""
    folder = ModelFolder(repository, "voice")
    reader = with_aliases(reader)
    cases = [_case("seven", 1.0), _case("yes, 2 words", 1.5)]
    path = folder.directory / "model.onnx"
    export_onnx(reader, path, cases[0].inputs, OUTPUTS, fixed=("text", "speed", "mel"), free=_FREE)
    store_as_half(path)
    folder.write_settings(SETTINGS)
    print(verify_onnx(path, reader, cases))
    folder.write_json("golden.json", golden(reader, cases, OUTPUTS))
    folder.write_json("profile.json", _profile(texts))
    folder.write_card(card)
    folder.write_manifest()
    folder.directory.parent.joinpath("symbols.txt").write_text("\n".join([*SYMBOLS, *ALIASES]) + "\n", encoding="utf-8")
    print(folder.name, folder.sizes())


def _case(text: str, speed: float) -> Case:
    return Case(f"{text!r} at speed {speed}", {"text": encode(text)[None], "speed": np.array([speed], np.float32)}, tolerance=1e-3)


def _profile(texts: Sequence[str]) -> dict:
    return profile({
        "text.characters": number_profile(np.array([len(text) for text in texts])),
        "text.symbol": category_profile(letter for text in texts for letter in text),
    }, {})
