"""The networks of Adult and their runs."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import torch
from torch import nn

from tabular.networks import Preparation, RowNetwork
from tabular.objectives import auc, cross_entropy
from tabular.tabnet import TabNet, TabNetSettings
from tabular.training import Plan, Rows, dropper
from tabular.variants import Variant, run

from .data import CATEGORIES, Columns, Splits

SIZES = [len(feature.values) for feature in CATEGORIES]
BINS = 40
SMALL, LARGE = TabNetSettings(size=4, width=16, steps=3), TabNetSettings(size=6, width=24, steps=4)
TABNETS = {"small": SMALL, "large": LARGE}


def preparation(train: Columns) -> Preparation:
    return Preparation.of(train.numbers, SIZES, BINS)


def mlp(train: Columns, dropout: float = 0.0) -> RowNetwork:
    return RowNetwork(preparation(train), 2, size=8, width=128, depth=2, dropout=dropout)


def tabnet(train: Columns, settings: TabNetSettings) -> TabNet:
    return TabNet(preparation(train), 2, settings)


def variants(train: Columns) -> dict[str, Variant]:
    """Each adds one means of regularisation to the one before; TabNet in two sizes, with mixup and without."""
    plain = Plan(epochs=24, decay=0.0, dropped=0.005)
    decayed = dataclasses.replace(plain, decay=0.3)
    plans = {
        "plain": (plain, 0.0),
        "dropout": (plain, 0.4),
        "decay": (decayed, 0.4),
        "mixup": (dataclasses.replace(decayed, mixup=0.4), 0.4),
    }
    chosen = {
        f"adult-mlp-{name}": Variant(f"adult-mlp-{name}", lambda rate=rate: mlp(train, rate), plan, cross_entropy, auc,
                                     known={"dropout": rate})
        for name, (plan, rate) in plans.items()
    }
    for name, settings in TABNETS.items():
        for mixup in (0.0, 0.4):
            full = f"adult-tabnet-{name}-{'mixup' if mixup else 'plain'}"
            plan = Plan(epochs=35, batch=1024, peak=1e-2, decay=1e-4, mixup=mixup, dropped=0.005, average=0.9)
            chosen[full] = Variant(full, lambda settings=settings: tabnet(train, settings), plan, cross_entropy, auc,
                                   settings.sparsity, {"settings": name})
    return chosen


def train(splits: Splits, names: list[str], folder: Path, seeds: int, device: str, quick: bool) -> None:
    for name in names:
        run(variants(splits.train)[name], tensors(splits.train), tensors(splits.validation),
            dropper(torch.tensor(SIZES)), folder, seeds, device, quick)


def tensors(columns: Columns) -> Rows:
    return Rows((torch.from_numpy(columns.numbers), torch.from_numpy(columns.categories)), torch.from_numpy(columns.labels))


def build(name: str, train_columns: Columns) -> nn.Module:
    """The network of a run `<variant>-<seed>`, with random weights."""
    return variants(train_columns)[name.rsplit("-", 1)[0]].build()
