"""The stages of training, each of which reads what others left in the folder `work`: so that they may run side by side.

`prepare`, then `pretrain`, then `teacher`s, then `transfer`, then `student`s, of which `student:pruned:1` needs `student:distilled:1`.
"""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import nn

from text import ragged
from text.layers import Encoder
from text.pretraining import pretrain
from text.training import begin, load, save

from . import data
from .data import Labelled, Prepared
from .pruning import importance, pruned
from .learning import Recipe, accuracy, blended, fit, joined, praise_of, taught
from text.classifiers import Convolutional, LongShortTerm, SimpleRecurrent, Transformer
from .ngrams import NaiveBayesRegression

ENCODERS = {
    "small": {"width": 128, "layers": 3, "heads": 4, "narrow": 64, "dropout": 0.1},
    "large": {"width": 256, "layers": 4, "heads": 4, "narrow": 128, "dropout": 0.15},
}
PRETRAINING = {
    "small": Recipe(6000, 1.5e-3, 256, seconds=55),
    "large": Recipe(5000, 1e-3, 256, seconds=55),
}
TEACHING = {
    "transformer": Recipe(3000, 4e-4, 128, dropped=0.15, agreement=1.0, average=0.995, seconds=50),
    "convolutional": Recipe(4000, 1e-3, 64, dropped=0.15, average=0.995, seconds=85),
    "lstm": Recipe(3000, 1.5e-3, 64, dropped=0.15, average=0.995, seconds=75),
}
STUDYING = {
    "rnn": Recipe(6000, 5e-4, 64, dropped=0.05, average=0.99, seconds=100),
    "lstm": Recipe(4000, 1.5e-3, 64, dropped=0.15, average=0.995, seconds=120),
    "cnn": Recipe(5000, 1e-3, 64, dropped=0.15, average=0.995, seconds=110),
    "plain": Recipe(3000, 4e-4, 128, dropped=0.15, agreement=1.0, average=0.995, seconds=50),
    "distilled": Recipe(12000, 8e-4, 256, dropped=0.1, average=0.998, seconds=85),
    "pruned": Recipe(4000, 5e-4, 256, dropped=0.1, average=0.998, seconds=38),
}
PRUNED = {"heads": 2, "inner": 160}
SPANS = 90_000
TRANSFER_SEED = 5


class Workshop:
    """The folder of a run, its device and whether it is only a smoke test."""

    def __init__(self, work: Path, device: str, quick: bool) -> None:
        self.work, self.device, self.quick = work, device, quick

    def recipe(self, recipe: Recipe) -> Recipe:
        return replace(recipe, steps=12, batch=16) if self.quick else recipe

    def prepared(self) -> Prepared:
        return data.read(self.work)


def network_of(kind: str, pieces: int) -> nn.Module:
    """An untrained network of that kind for a vocabulary of so many pieces."""
    match kind:
        case "rnn":
            return SimpleRecurrent(pieces, width=48)
        case "lstm":
            return LongShortTerm(pieces, width=48, state=80)
        case "cnn":
            return Convolutional(pieces, width=48)
        case "convolutional":
            return Convolutional(pieces, width=128, filters=128)
        case "lstm-teacher":
            return LongShortTerm(pieces, width=96, state=128)
        case "transformer":
            return Transformer(Encoder(pieces, **ENCODERS["large"]))
        case "plain" | "distilled":
            return Transformer(Encoder(pieces, **ENCODERS["small"]))
        case "pruned":
            return Transformer(Encoder(pieces, **{**ENCODERS["small"], "heads": PRUNED["heads"], "size": 32,
                                                  "inner": PRUNED["inner"]}))
    raise ValueError(f"no network {kind}")


def pretrain_encoder(shop: Workshop, name: str) -> None:
    begin(11, shop.device)
    prepared = shop.prepared()
    encoder = Encoder(len(prepared.tokenizer), **ENCODERS[name])
    rows = [*prepared.further.rows, *prepared.unlabelled]
    recipe = shop.recipe(PRETRAINING[name])
    pretrain(encoder, rows, recipe.steps, recipe.peak, recipe.batch, 11, shop.device, recipe.seconds)
    save(encoder, shop.work / f"encoder-{name}.npz")


def train_teacher(shop: Workshop, kind: str, seed: int) -> None:
    """Writes the teacher's probabilities of praise for dev, test, the labelled rows and the rows of the transfer."""
    begin(seed, shop.device)
    prepared = shop.prepared()
    rows = transfer_rows(prepared, 200 if shop.quick else SPANS)
    if kind == "ngrams":
        regression = NaiveBayesRegression(prepared.further)
        ask = regression.praise
    elif kind == "machine":
        from .machine import SupportVectors  # needs scikit-learn, which the other stages do not
        ask = SupportVectors(prepared.tokenizer, joined(prepared.further, _twice(prepared.official)), prepared.dev).praise
    else:
        network = network_of("lstm-teacher" if kind == "lstm" else kind, len(prepared.tokenizer))
        if kind == "transformer":
            load(network.encoder, shop.work / "encoder-large.npz")
        fit(network, joined(prepared.further, _twice(prepared.official)), shop.recipe(TEACHING[kind]), seed, shop.device)
        ask = lambda asked: praise_of(network, asked, shop.device)  # noqa: E731
    answers = {"dev": ask(prepared.dev.rows), "test": ask(prepared.test.rows), "further": ask(prepared.further.rows),
               "official": ask(prepared.official.rows), "transfer": ask(rows)}
    print(f"teacher {kind} {seed}: dev {accuracy(answers['dev'], prepared.dev):.4f}", flush=True)
    ragged.whole(shop.work / "teachers" / f"{kind}-{seed}.npz", {name: value.astype(np.float16) for name, value in answers.items()})


def train_student(shop: Workshop, kind: str, seed: int) -> None:
    """Writes the weights, and what came of them on dev."""
    begin(seed, shop.device)
    started = time.monotonic()
    prepared = shop.prepared()
    network = network_of(kind, len(prepared.tokenizer))
    if kind in ("plain", "distilled"):
        load(network.encoder, shop.work / "encoder-small.npz")
    lessons = joined(prepared.further, _twice(prepared.official))
    if kind in ("distilled", "pruned"):
        lessons = distilled_lessons(shop, prepared)
    if kind == "pruned":
        network = _cut(shop, len(prepared.tokenizer), prepared.official)
    fit(network, lessons, shop.recipe(STUDYING[kind]), seed, shop.device)
    found = accuracy(praise_of(network, prepared.dev.rows, shop.device), prepared.dev)
    print(f"student {kind} {seed}: dev {found:.4f}", flush=True)
    save(network, shop.work / "students" / f"{kind}-{seed}.npz")
    record = {"kind": kind, "seed": seed, "dev": found, "seconds": time.monotonic() - started, "device": shop.device}
    shop.work.joinpath("students", f"{kind}-{seed}.json").write_text(json.dumps(record) + "\n", encoding="utf-8")


def best(work: Path, kind: str) -> Path:
    """The weights of the student of that kind that does best on dev."""
    records = [json.loads(file.read_text(encoding="utf-8")) for file in sorted((work / "students").glob(f"{kind}-*.json"))]
    found = max(records, key=lambda record: record["dev"])
    return work / "students" / f"{kind}-{found['seed']}.npz"


def _cut(shop: Workshop, pieces: int, official: Labelled) -> nn.Module:
    whole = load(network_of("distilled", pieces), best(shop.work, "distilled"))
    ranked = importance(whole, official, 2 if shop.quick else 60, TRANSFER_SEED, shop.device)
    return pruned(whole.cpu(), ranked, PRUNED["heads"], PRUNED["inner"], ENCODERS["small"]["dropout"])


def distilled_lessons(shop: Workshop, prepared: Prepared) -> Labelled:
    """The labels blended with what the teachers say together, and the teachers' answers for the rows of the transfer."""
    official, further, answers = (teachers(shop.work, part) for part in ("official", "further", "transfer"))
    rows = transfer_rows(prepared, 200 if shop.quick else SPANS)
    return joined(_twice(blended(prepared.official, official, 0.5)), blended(prepared.further, further, 0.5), taught(rows, answers))


def teachers(work: Path, part: str) -> np.ndarray:
    """The mean over the kinds of teachers of the mean logit within a kind, as probabilities of praise; `mean.npz` may hold it."""
    if (work / "mean.npz").is_file():
        with np.load(work / "mean.npz") as arrays:
            return arrays[part].astype(np.float32)
    kinds: dict[str, list[np.ndarray]] = {}
    for file in sorted((work / "teachers").glob("*.npz")):
        with np.load(file) as arrays:
            praise = np.clip(arrays[part].astype(np.float64), 1e-3, 1 - 1e-3)
        kinds.setdefault(file.stem.rsplit("-", 1)[0], []).append(np.log(praise / (1 - praise)))
    logits = np.mean([np.mean(each, axis=0) for each in kinds.values()], axis=0)
    return (1 / (1 + np.exp(-logits))).astype(np.float32)


def transfer_rows(prepared: Prepared, count: int) -> list[np.ndarray]:
    """Runs of words of films' and products' reviews, and the first unlabelled texts, which are about films."""
    random = np.random.default_rng(TRANSFER_SEED)
    whole = prepared.unlabelled[:9000]
    return data.spans([*prepared.further.rows, *whole], prepared.tokenizer, count, random) + whole[:count]


def _twice(official: Labelled) -> Labelled:
    return replace(official, weight=2 * official.weight)
