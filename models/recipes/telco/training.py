"""The networks of Telco churn and their runs."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import torch
from torch import nn

from tabular.networks import Preparation, RowNetwork
from tabular.objectives import auc, cross_entropy
from tabular.training import Plan, Rows, dropper
from tabular.variants import Variant, run
from text.tokenizer import Tokenizer

from .data import CATEGORIES, Columns, Splits, tokens
from .network import SIZE, WIDTH, RowAndText

SIZES = [len(feature.values) for feature in CATEGORIES]
BINS = 16
PIECES = 1500
TOKENIZER = "telco-tokenizer.json"
PLAN = Plan(epochs=20, batch=128, peak=2e-3, decay=0.3, dropped=0.01)


def variants(train: Columns, pieces: int) -> dict[str, Variant]:
    """The row alone in four ways, and what the text adds or gives away."""
    prepared = Preparation.of(train.numbers, SIZES, BINS)
    plain = dataclasses.replace(PLAN, decay=0.0)

    def row(name: str, plan: Plan, rate: float) -> Variant:
        return Variant(f"telco-row-{name}", lambda: RowNetwork(prepared, 2, SIZE, WIDTH, 2, rate), plan, cross_entropy, auc,
                       known={"dropout": rate})

    def text(name: str, reads_row: bool) -> Variant:
        return Variant(f"telco-{name}", lambda: RowAndText(prepared, pieces, 0.4, reads_row),
                       dataclasses.replace(PLAN, epochs=8), cross_entropy, auc, known={"dropout": 0.4})

    chosen = [row("plain", plain, 0.0), row("dropout", plain, 0.4), row("decay", PLAN, 0.4),
              row("mixup", dataclasses.replace(PLAN, mixup=0.4), 0.4), text("text", False), text("feedback", True)]
    return {variant.name: variant for variant in chosen}


def tokenizer(splits: Splits, folder: Path) -> Tokenizer:
    """Pieces learnt from the training texts, kept with the weights."""
    file = folder / TOKENIZER
    if not file.is_file():
        Tokenizer.learn(splits.train.texts, PIECES).write(file)
    return Tokenizer.load(file)


def train(splits: Splits, names: list[str] | None, folder: Path, seeds: int, device: str, quick: bool) -> None:
    pieces = tokenizer(splits, folder)
    known = variants(splits.train, len(pieces))
    rows = [tensors(each) for each in (splits.train, splits.validation)]
    rows_and_texts = [tensors(each, pieces) for each in (splits.train, splits.validation)]
    for name in names or known:
        chosen = rows if name.startswith("telco-row") else rows_and_texts
        run(known[name], *chosen, dropper(torch.tensor(SIZES)), folder, seeds, device, quick)


def tensors(columns: Columns, pieces: Tokenizer | None = None) -> Rows:
    """Of the row alone, or with the text."""
    inputs = [torch.from_numpy(columns.numbers), torch.from_numpy(columns.categories)]
    if pieces:
        inputs += [torch.from_numpy(array) for array in tokens(pieces, columns.texts).values()]
    return Rows(tuple(inputs), torch.from_numpy(columns.labels))


def build(name: str, train_columns: Columns, pieces: int) -> nn.Module:
    """The network of a run `<variant>-<seed>`, with random weights."""
    return variants(train_columns, pieces)[name.rsplit("-", 1)[0]].build()
