"""The stages of training, each of which reads what others left in the folder `work`: `prepare`, `pretrain`, `teacher`s, `student`s."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from torch import nn

from text import ragged
from text.classifiers import Convolutional, Transformer
from text.layers import Encoder
from text.pretraining import pretrain
from text.rows import Rows, outputs
from text.training import begin, load, save

from . import data
from .data import Prepared, Texts
from .learning import Recipe, fit, one_hot
from .sparse import widened
from .rejection import scores, threshold

ENCODERS = {
    "small": {"width": 128, "layers": 2, "heads": 4, "narrow": 64, "dropout": 0.1, "pairs": 2048},
    "large": {"width": 256, "layers": 3, "heads": 4, "narrow": 128, "dropout": 0.15, "pairs": 32768},
}
PRETRAINING = {"small": Recipe(3000, 1.5e-3, 512, seconds=28), "large": Recipe(3000, 1e-3, 512, seconds=35)}
TEACHING = {
    "transformer": Recipe(3000, 8e-4, 256, dropped=0.15, agreement=0.5, seconds=42),
    "convolutional": Recipe(4000, 1.5e-3, 128, dropped=0.15, seconds=75),
}
STUDYING = {
    "plain": Recipe(4000, 1.2e-3, 256, dropped=0.15, agreement=0.5, seconds=45),
    "distilled": Recipe(15000, 1.5e-3, 512, dropped=0.1, smoothing=0.0, outside=0.1, average=0.999, seconds=130),
}
VARIED = 60_000
SEED = 5


class Workshop:
    """The folder of a run, its device and whether it is only a smoke test."""

    def __init__(self, work: Path, device: str, quick: bool) -> None:
        self.work, self.device, self.quick = work, device, quick

    def recipe(self, recipe: Recipe) -> Recipe:
        return replace(recipe, steps=10, batch=16) if self.quick else recipe

    def network(self, kind: str, pieces: int, classes: int) -> nn.Module:
        if kind == "convolutional":
            return Convolutional(pieces, classes, width=128, filters=128)
        return Transformer(Encoder(pieces, **ENCODERS["large" if kind == "transformer" else "small"]), classes, wide=True)


def pretrain_encoder(shop: Workshop, name: str) -> None:
    begin(11, shop.device)
    prepared = data.read(shop.work)
    encoder = Encoder(len(prepared.tokenizer), **ENCODERS[name])
    recipe = shop.recipe(PRETRAINING[name])
    pretrain(encoder, [*prepared.train.rows, *prepared.outliers], recipe.steps, recipe.peak, recipe.batch, 11, shop.device,
             recipe.seconds)
    save(encoder, shop.work / f"encoder-{name}.npz")


def train_teacher(shop: Workshop, kind: str, seed: int) -> None:
    """Writes the teacher's logits for val, test, the training rows and the rows of the transfer."""
    begin(seed, shop.device)
    prepared = data.read(shop.work)
    parts = {"val": prepared.val.rows, "test": prepared.test.rows, "train": prepared.train.rows,
             "transfer": transfer_rows(shop, prepared)}
    file = shop.work / "teachers" / f"{kind}-{seed}.npz"
    if kind == "machine":
        from .machine import SupportVectors  # needs scikit-learn, which the other stages do not
        machine = SupportVectors(prepared.tokenizer, prepared.train, prepared.val)
        best = {name: machine.best(rows) for name, rows in parts.items()}
        ragged.whole(file, {f"{name}.{column}": each for name, both in best.items()
                            for column, each in zip(("best", "probability"), both)})
        print(f"teacher machine: accuracy {(best['val'][0][:, 0] == prepared.val.intents)[:3000].mean():.4f}", flush=True)
        return
    network = shop.network(kind, len(prepared.tokenizer), len(prepared.labels))
    if kind == "transformer":
        load(network.encoder, shop.work / "encoder-large.npz")
    targets = one_hot(prepared.train.intents, len(prepared.labels))
    fit(network, prepared.train.rows, targets, prepared.outliers, shop.recipe(TEACHING[kind]), seed, shop.device)
    answers = {name: outputs(network, Rows(rows, shop.device)) for name, rows in parts.items()}
    print(f"teacher {kind} {seed}: {described(answers['val'], prepared.val)}", flush=True)
    ragged.whole(file, {name: value.astype(np.float16) for name, value in answers.items()})


def train_student(shop: Workshop, kind: str, seed: int) -> None:
    """Writes the weights, and what came of them on val."""
    begin(seed, shop.device)
    started = time.monotonic()
    prepared = data.read(shop.work)
    network = shop.network(kind, len(prepared.tokenizer), len(prepared.labels))
    load(network.encoder, shop.work / "encoder-small.npz")
    rows, targets = prepared.train.rows, one_hot(prepared.train.intents, len(prepared.labels))
    if kind == "distilled":
        rows = rows + transfer_rows(shop, prepared)
        targets = np.concatenate([0.5 * targets + 0.5 * teachers(shop.work, "train"), teachers(shop.work, "transfer")])
    fit(network, rows, targets, prepared.outliers, shop.recipe(STUDYING[kind]), seed, shop.device)
    logits = outputs(network, Rows(prepared.val.rows, shop.device))
    print(f"student {kind} {seed}: {described(logits, prepared.val)}", flush=True)
    save(network, shop.work / "students" / f"{kind}-{seed}.npz")
    inside = prepared.val.intents < len(prepared.labels) - 1
    record = {"kind": kind, "seed": seed, "val": accuracy(logits, prepared.val), "recall": recalls(logits, inside),
              "seconds": time.monotonic() - started, "device": shop.device}
    shop.work.joinpath("students", f"{kind}-{seed}.json").write_text(json.dumps(record) + "\n", encoding="utf-8")


def teachers(work: Path, part: str, classes: int = 151) -> np.ndarray:
    """The mean of the teachers' probabilities, float32 [n, classes]."""
    files = sorted((work / "teachers").glob("*.npz"))
    return sum(_probabilities(file, part, classes) for file in files) / len(files)


def _probabilities(file: Path, part: str, classes: int) -> np.ndarray:
    with np.load(file) as arrays:
        if f"{part}.best" in arrays.files:
            return widened(arrays[f"{part}.best"], arrays[f"{part}.probability"], classes)
        logits = arrays[part].astype(np.float32)
    raised = np.exp(logits - logits.max(1, keepdims=True))
    return raised / raised.sum(1, keepdims=True)


def accuracy(logits: np.ndarray, texts: Texts) -> float:
    """Of the texts of an intent, the share whose intent has the largest of the intents' logits."""
    inside = texts.intents < logits.shape[1] - 1
    return float((logits[inside, :-1].argmax(1) == texts.intents[inside]).mean())


def recalls(logits: np.ndarray, inside: np.ndarray, heat: float = 1.0) -> dict[str, float]:
    """For each score, the share of texts out of scope that are rejected where 5 % of the others are."""
    return {name: float((score[~inside] > threshold(score[inside])).mean()) for name, score in scores(logits, heat).items()}


def described(logits: np.ndarray, texts: Texts) -> str:
    inside = texts.intents < logits.shape[1] - 1
    return f"accuracy {accuracy(logits, texts):.4f}, recall {recalls(logits, inside)}"


def transfer_rows(shop: Workshop, prepared: Prepared) -> list[np.ndarray]:
    """Variants of the training texts and texts about other things, for the teachers to answer."""
    random = np.random.default_rng(SEED)
    count = 200 if shop.quick else VARIED
    return data.varied(prepared.train.rows, count, random) + prepared.outliers[:count // 5]
