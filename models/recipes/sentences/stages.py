"""The stages of training: `prepare`, `pretrain`, then `encoder`s of several settings, of which the best on the choosing intents is
published.
"""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from torch import nn

from text.layers import Encoder
from text.pretraining import pretrain
from text.rows import Rows, outputs
from text.training import begin, load, save

from . import data
from .data import Prepared, Search
from .evaluation import Found, search
from .learning import Recipe, fit
from .network import SMALL, MeaningEncoder, SentenceEncoder

SETTINGS = {
    "both": Recipe(2500, seconds=50),
    "labelled": Recipe(2500, share=0.0, seconds=40),
    "unlabelled-more": Recipe(2500, share=1.5, temperature=0.05, seconds=50),
    "warm": Recipe(2500, temperature=0.15, seconds=50),
}
SHARES = (0.0, 0.3, 0.5, 0.7, 1.0, 1.5, 100.0)
PRETRAINING = (4000, 1.5e-3, 256, 45.0)


def pretrain_encoder(work: Path, device: str, quick: bool) -> None:
    begin(11, device)
    prepared = data.read(work)
    steps, peak, batch, seconds = PRETRAINING
    encoder = Encoder(len(prepared.tokenizer), **SMALL)
    rows = [*prepared.train.rows, *prepared.unlabelled]
    pretrain(encoder, rows, 10 if quick else steps, peak, 16 if quick else batch, 11, device, seconds)
    save(encoder, work / "encoder.npz")


def train_encoder(work: Path, name: str, seed: int, device: str, quick: bool) -> None:
    """Writes the weights, and what came of them on the choosing intents."""
    begin(seed, device)
    started = time.monotonic()
    prepared = data.read(work)
    network = MeaningEncoder(len(prepared.tokenizer))
    load(network.encoder, work / "encoder.npz")
    recipe = replace(SETTINGS[name], steps=10, others=16) if quick else SETTINGS[name]
    fit(network, prepared.train, prepared.unlabelled, recipe, seed, device)
    found = found_by(network, prepared.choosing, device)
    record = {"name": name, "seed": seed, "mrr": float(found.reciprocal.mean()), "first": float(found.first.mean()),
              "seconds": time.monotonic() - started, "device": device}
    print(record, flush=True)
    save(network, work / "trained" / f"{name}-{seed}.npz")
    work.joinpath("trained", f"{name}-{seed}.json").write_text(json.dumps(record) + "\n", encoding="utf-8")


def found_by(network: nn.Module, task: Search, device: str = "cpu") -> Found:
    index, queries = (outputs(network, Rows(texts.rows, device)) for texts in (task.index, task.queries))
    return search(index, task.index.intents, queries, task.queries.intents)


def joined(work: Path, prepared: Prepared) -> tuple[SentenceEncoder, dict[float, float]]:
    """The chosen weights beside the words, with the share that does best on the choosing intents, and what every share did there."""
    found, best = {}, None
    for share in SHARES:
        network = SentenceEncoder(len(prepared.tokenizer), share)
        load(network.meaning, chosen(work))
        network.words.count([*prepared.train.rows, *prepared.unlabelled])
        found[share] = float(found_by(network.eval(), prepared.choosing).reciprocal.mean())
        if found[share] == max(found.values()):
            best = network
    return best, found


def chosen(work: Path) -> Path:
    """The weights that do best on the choosing intents."""
    records = [json.loads(file.read_text(encoding="utf-8")) for file in sorted((work / "trained").glob("*.json"))]
    best = max(records, key=lambda record: record["mrr"])
    return work / "trained" / f"{best['name']}-{best['seed']}.npz"
