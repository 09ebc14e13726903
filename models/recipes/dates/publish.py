"""Measures the translator and writes the folders of its two graphs."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Mapping

import numpy as np
import torch

from export.golden import Case
from export.profile import category_profile
from export.repository import write_json
from speech.compact import round_weights
from transformer import cached
from transformer.language import Decoder, Translator
from transformer.profiles import text_profile
from transformer.publication import CASES, publish as write_model
from transformer.training import load
from vision.publication import Publication

from . import report
from .cases import cases
from .data import CHARACTERS, TEST, TRAINING, Wording, examples
from .training import WIDTH, beam_answer, encode, greedy_answers, translator

COUNT = 4000
ENCODER = r"""
task: text-to-text
warmup: 3
batching: {max-rows: 32, max-delay: 2ms}
preprocess: {tokenizer: tokenizer.json, max-tokens: 64, long: error}
postprocess:
  {decoder: dates-decoder, start: 1, end: 2, max-tokens: 12, beams: 1,
   watch: {decade: {match: '(?<ten>\d{3})\d-\d{2}-\d{2}', as: '${ten}0s'}}}
monitor: {profile: profile.json}
"""
DECODER = """
warmup: 3
batching: {max-rows: 32, max-delay: 1ms}
monitor: {profile: profile.json}
"""


def publish(weights: Path, repository: Path) -> None:
    """`dates` and `dates-decoder`."""
    network, run = loaded(weights)
    results = _measure(network)
    print(report.metrics(results), results.wordings)
    shapes = (("two texts of 7", 2, 7), ("three texts of 5", 3, 5))
    texts = {name: {1: "characters"} for name in ("input_ids", "attention_mask", "last_hidden_state")}
    write_model(repository, network.encoder, Publication(
        "dates", ENCODER, ["last_hidden_state"], [Case(name, _texts(rows, extent), 1e-4) for name, rows, extent in shapes],
        _profile(network), report.write(results, run), free=texts), CHARACTERS.tokenizer())
    seen = {**cached.free_axes(network.decoder), "encoder_hidden_states": {1: "seen"}, "encoder_attention_mask": {1: "seen"}}
    write_model(repository, cached.CachedTranslationDecoder(network.decoder), Publication(
        "dates-decoder", DECODER, ["logits", *cached.present_names(network.decoder)],
        [_step("a step of two", network.decoder, 2, 2), _step("a beginning", network.decoder, 1, 0)],
        {"features": {}, "predictions": {}}, report.decoder_card(run), free=seen))
    write_json(CASES / "dates.json", cases(network))


def loaded(weights: Path) -> tuple[Translator, dict[str, object]]:
    """The translator with weights of 16 bits, and how it was trained."""
    network = translator()
    run = load(network, weights, "dates")
    round_weights(network)
    return network, run


def _measure(network: Translator) -> report.Results:
    known, held_out = (examples(COUNT, 21, wordings, held_out=True) for wordings in (TRAINING, TEST))
    right = {name: _right(network, drawn) for name, drawn in (("known", known), ("held_out", held_out))}
    beams = np.array([beam_answer(network, text, 4) == day for _, text, day in held_out[:500]], float)
    return report.Results(
        known=report.share(right["known"]), held_out=report.share(right["held_out"]), beams=report.share(beams),
        library_known=report.share(_library(known)), library_held_out=report.share(_library(held_out)),
        wordings=_by_wording(held_out, right["held_out"], TEST))


def _right(network: Translator, drawn: list[tuple[str, str, str]]) -> np.ndarray:
    answers = [answer for first in range(0, len(drawn), 500)
               for answer in greedy_answers(network, [text for _, text, _ in drawn[first:first + 500]])]
    return np.array([answer == day for answer, (_, _, day) in zip(answers, drawn, strict=True)], float)


def _library(drawn: list[tuple[str, str, str]]) -> np.ndarray:
    from dateutil import parser  # comes with pandas
    def read(text: str) -> str:
        try:
            return parser.parse(text, default=datetime.datetime(1, 1, 1)).date().isoformat()
        except (ValueError, OverflowError):
            return ""
    return np.array([read(text) == day for _, text, day in drawn], float)


def _by_wording(drawn: list[tuple[str, str, str]], right: np.ndarray, wordings: Mapping[str, Wording]) -> dict[str, float]:
    return {name: float(np.mean([value for value, (wording, _, _) in zip(right, drawn) if wording == name])) for name in wordings}


def _texts(rows: int, extent: int) -> dict[str, np.ndarray]:
    ids, mask = np.random.default_rng(extent).integers(4, len(CHARACTERS), (rows, extent)), np.ones((rows, extent), np.int64)
    ids[-1, -2:], mask[-1, -2:] = 0, 0
    return {"input_ids": ids, "attention_mask": mask}


def _step(name: str, decoder: Decoder, rows: int, past: int) -> Case:
    states = np.round(np.random.default_rng(5).normal(size=(rows, 4, WIDTH)) * 4).astype(np.float32) / 4
    visible = np.ones((rows, 4), np.int64)
    visible[-1, -1] = 0
    return Case(name, {"input_ids": np.full((rows, 1), 1 if past == 0 else 6), "encoder_hidden_states": states,
                       "encoder_attention_mask": visible, **cached.past_arrays(decoder, rows, past)}, 1e-4)


def _profile(network: Translator) -> dict:
    drawn = examples(1000, 5, TRAINING)
    texts = [text for _, text, _ in drawn]
    ids, mask = encode(texts)
    rows = [row[:int(length)].tolist() for row, length in zip(ids, mask.sum(dim=1))]
    years = [answer[:3] + "0s" for answer in greedy_answers(network, texts)]
    return text_profile(texts, rows, 3, {"decade": category_profile(years)})
