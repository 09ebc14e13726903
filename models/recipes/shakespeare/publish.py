"""Measures the language model and writes its folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Sequence

import numpy as np
import torch

from export.golden import Case
from export.profile import category_profile
from export.repository import write_json
from speech.compact import round_weights
from transformer import cached
from transformer.decoding import greedy_cached
from transformer.language import Decoder
from transformer.profiles import text_profile
from transformer.publication import CASES, publish as write_model
from transformer.training import load
from vision.publication import Publication

from . import baseline, report
from .cases import cases
from .data import CHARACTERS
from .training import WINDOW, fresh_losses, losses, model

STUDENTS = ("alone", "distilled")
SETTINGS = """
task: text-generation
warmup: 3
timeout: 60s
preprocess: {tokenizer: tokenizer.json}
postprocess: {end: none, context: 256, slide: true, max-tokens: 256, temperature: 0.8}
monitor: {profile: profile.json}
"""


def publish(weights: Path, repository: Path, training: str, validation: str) -> None:
    """Serves the better of the two students."""
    runs = {name: json.loads(weights.joinpath(f"{name}.json").read_text(encoding="utf-8")) for name in STUDENTS}
    students = {name: _loaded(weights, name) for name in STUDENTS}
    ids = torch.tensor(CHARACTERS.encode(validation))
    nats = {name: losses(network, ids).double().numpy() for name, network in students.items()}
    served = min(nats, key=lambda name: nats[name].mean())
    other = "alone" if served == "distilled" else "distilled"
    decoder = students[served]
    results = report.Results(
        served=report.estimate(nats[served]), other=report.estimate(nats[other]),
        gain=report.gain(nats["distilled"], nats["alone"]),
        counting=report.estimate(baseline.nats(training, validation)),
        fresh=float(fresh_losses(decoder, ids).mean()), windows=_windows(decoder, ids, nats[served]))
    print(report.metrics(results, served), results)
    write_model(repository, cached.CachedLanguageModel(decoder), Publication(
        "shakespeare", SETTINGS, ["logits", *cached.present_names(decoder)], golden_cases(decoder),
        _profile(decoder, validation), report.write(results, served, runs),
        free={**cached.free_axes(decoder), "attention_mask": {1: "total"}}), CHARACTERS.tokenizer())
    write_json(CASES / "shakespeare.json", cases(decoder))


def better(weights: Path) -> Decoder:
    """The student that is served."""
    runs = {name: json.loads(weights.joinpath(f"{name}.json").read_text(encoding="utf-8")) for name in STUDENTS}
    return _loaded(weights, min(runs, key=lambda name: runs[name]["validation"]))


def golden_cases(decoder: Decoder) -> Sequence[Case]:
    """A step with a cache, first, since an example of an export needs one; two prompts; one row of padding."""
    step = Case("a step", {"input_ids": np.array([[20]]), "attention_mask": np.ones((1, 3), np.int64), **cached.past_arrays(decoder, 1, 2)}, 2e-4)
    prompts = Case("prompts", {"input_ids": np.array([[0, 45, 60], [30, 31, 2]]), "attention_mask": np.array([[0, 1, 1], [1, 1, 1]]),
                               **cached.past_arrays(decoder, 2, 0)}, 2e-4)
    return [step, prompts]


def _loaded(weights: Path, name: str) -> Decoder:
    network = model()
    load(network, weights, name)
    round_weights(network)
    return network


@torch.no_grad()
def _windows(decoder: Decoder, ids: torch.Tensor, sliding: np.ndarray, first: int = 5000, count: int = 500) -> float:
    """How much is lost where every character reads its window anew."""
    total = 0.0
    for place in range(first, first + count, 50):
        starts = torch.arange(place, place + 50)[:, None] + torch.arange(WINDOW - 1)
        logits = decoder(ids[starts], torch.ones(1, WINDOW - 1, dtype=torch.long))[0][:, -1]
        total += float(torch.nn.functional.cross_entropy(logits, ids[starts[:, -1] + 1], reduction="sum"))
    aims = slice(first + WINDOW - 2, first + WINDOW - 2 + count)
    return total / count - float(sliding[aims].mean())


def _profile(decoder: Decoder, validation: str) -> dict:
    texts = [validation[start:start + 60 + start % 90] for start in range(0, len(validation) - 200, 1100)]
    ids = [CHARACTERS.encode(text) for text in texts]
    continued = "".join(CHARACTERS.decode(greedy_cached(decoder, row, 20)) for row in ids[:20])
    return text_profile(texts, ids, 1, {"token": category_profile(continued)})
