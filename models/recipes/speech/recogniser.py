"""Publishes a CTC recogniser: the graph, settings, vocabulary, golden cases, profile and card."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

import numpy as np
from torch import nn

from export.golden import Case, golden, verify_onnx
from export.graph import export_onnx
from export.profile import category_profile, number_profile, profile
from export.repository import ModelFolder

from . import drawn, features
from .compact import store_as_half
from .ctc import Vocabulary

OUTPUTS = ["logits", "frames"]
_FREE = {"waveform": {1: "samples"}, "logits": {1: "steps"}}
_SETTINGS = """
task: speech-recognition
batching: {{max-rows: 8, max-delay: 2ms}}
warmup: 3
preprocess: {{input: waveform, lengths: lengths, sample-rate: 16000, features: waveform, normalize: {normalise}}}
postprocess:
  decoder: ctc
  output: logits
  output-lengths: frames
  vocabulary: vocabulary.txt
  blank: 0
  separator: "|"
  frame: 20ms
  beam: 8
  words: words.txt
monitor: {{profile: profile.json}}
"""


def publish(network: nn.Module, folder: ModelFolder, vocabulary: Vocabulary, words: Sequence[str], normalised: bool,
            reference: dict, card: str) -> None:
    """`network` maps (waveform, lengths) to (logits, lengths in frames)."""
    cases = drawn_cases(normalised)
    path = folder.directory / "model.onnx"
    export_onnx(network, path, cases[0].inputs, OUTPUTS, free=_FREE)
    store_as_half(path)
    folder.write_settings(_SETTINGS.format(normalise="utterance" if normalised else "none"))
    print(verify_onnx(path, network, cases))
    folder.write_json("golden.json", golden(network, cases, OUTPUTS))
    folder.write_json("profile.json", reference)
    folder.write_card(card)
    folder.write_manifest()
    _write_lines(folder.directory.parent / "vocabulary.txt", vocabulary.symbols)
    _write_lines(folder.directory.parent / "words.txt", words)
    print(folder.name, folder.sizes())


def reference_profile(sounds: Sequence[np.ndarray], rate: int, heard: Sequence[Sequence[str]]) -> dict:
    """Lengths and levels of sounds; the words that were heard in them."""
    levels = [10 * np.log10(np.mean(np.square(sound, dtype=np.float64)) + 1e-10) for sound in sounds]
    sound_features = {
        "sound.seconds": number_profile(np.array([len(sound) / rate for sound in sounds])),
        "sound.level": number_profile(np.array(levels)),
    }
    return profile(sound_features, {"word": category_profile(word for text in heard for word in text)})


def drawn_cases(normalised: bool) -> list[Case]:
    """Golden cases with inputs `waveform` and `lengths`: rows of one and of several lengths."""
    return [
        _case("two rows, the second shorter", [2400, 1900], 1, normalised),
        _case("three rows of other lengths", [4000, 900, 3333], 2, normalised),
        _case("one row", [3200], 3, normalised),
    ]


def _case(name: str, lengths: list[int], seed: int, normalised: bool) -> Case:
    waveform = np.zeros((len(lengths), max(lengths)), np.float32)
    for index, length in enumerate(lengths):
        sound = drawn.vowels(16000, length / 16000, seed * 10 + index)
        waveform[index, :length] = np.round((features.normalise(sound) if normalised else sound) * 64) / 64  # short in JSON
    return Case(name, {"waveform": waveform, "lengths": np.array(lengths, np.int64)}, tolerance=1e-3)


def _write_lines(path: Path, lines: Sequence[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
