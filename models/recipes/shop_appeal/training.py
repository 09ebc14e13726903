"""The runs: row and picture together, the row alone, the picture alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import nn

from shop.vocabulary import CATEGORIES, COLOURS
from tabular.networks import Preparation
from tabular.objectives import minus_rmse, pinball, squared
from tabular.training import Dropper, Plan, Rows, dropper
from tabular.variants import Variant, run

from .data import Columns, Splits
from .network import LEVELS, Appeal

BINS = 24
PLAN = Plan(epochs=12, batch=200, peak=3e-3, decay=0.3, dropped=0.01)


def sizes(splits: Splits) -> list[int]:
    return [len(CATEGORIES), len(splits.brands), len(COLOURS)]


def variants(splits: Splits) -> dict[str, Variant]:
    prepared = Preparation.of(splits.train.numbers, sizes(splits), BINS)

    def variant(name: str, sees: bool, reads: bool) -> Variant:
        return Variant(f"shop-appeal-{name}", lambda: Appeal(prepared, sees, reads), PLAN, loss, minus_rmse)

    chosen = [variant("both", True, True), variant("row", False, True), variant("picture", True, False)]
    return {each.name: each for each in chosen}


def loss(outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    return squared(outputs, targets) + pinball(outputs[:, 1:], targets, LEVELS)


def train(splits: Splits, names: list[str], folder: Path, seeds: int, device: str, quick: bool) -> None:
    for name in names:
        run(variants(splits)[name], tensors(splits.train), tensors(splits.validation), _dropper(splits), folder, seeds,
            device, quick)


def tensors(columns: Columns) -> Rows:
    return Rows((torch.from_numpy(columns.numbers), torch.from_numpy(columns.categories), torch.from_numpy(columns.dates),
                 torch.from_numpy(images(columns))), torch.from_numpy(columns.appeal))


def images(columns: Columns) -> np.ndarray:
    """float32 [n, 3, 32, 32] in 0..1."""
    return np.ascontiguousarray(columns.pictures.transpose(0, 3, 1, 2)).astype(np.float32) / 255


def build(name: str, splits: Splits) -> nn.Module:
    """The network of a run `<variant>-<seed>`, with random weights."""
    return variants(splits)[name.rsplit("-", 1)[0]].build()


def _dropper(splits: Splits) -> Dropper:
    return dropper(torch.tensor(sizes(splits)))
