"""The networks of California housing and their runs."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import torch
from torch import nn

from tabular.networks import Preparation, RowNetwork
from tabular.objectives import minus_mixture_loss, minus_rmse, mixture_loss, squared
from tabular.tabnet import TabNet, TabNetSettings
from tabular.training import Plan, Rows, dropper
from tabular.variants import Variant, run

from .data import OCEAN, Columns, Splits
from .derived import Derived, derived

SIZES = [len(OCEAN.values)]
BINS = 48
COMPONENTS = 5
TABNET = TabNetSettings(size=8, width=24, steps=4)
EPOCHS = 60


class Homoscedastic(RowNetwork):
    """A Gaussian whose deviation is the same for all rows; outputs as a mixture of one component."""

    def __init__(self, *arguments, **named) -> None:
        super().__init__(*arguments, **named)
        self.spread = nn.Parameter(torch.zeros(1))

    def decode(self, encoded: torch.Tensor) -> torch.Tensor:
        mean = self.perceptron(encoded)
        return torch.cat([torch.zeros_like(mean), mean, self.spread.expand_as(mean)], dim=1)


def preparation(train: Columns) -> Preparation:
    return Preparation.of(derived(train.numbers), SIZES, BINS)


def network(train: Columns, outputs: int, dropout: float, kind: type[RowNetwork] = RowNetwork) -> RowNetwork:
    return kind(preparation(train), outputs, size=8, width=160, depth=2, dropout=dropout, derive=Derived())


def variants(train: Columns) -> dict[str, Variant]:
    """Perceptrons that each add one means of regularisation; TabNet; three densities with the same trunk."""
    plain = Plan(epochs=EPOCHS, batch=256, peak=4e-3, decay=0.0, dropped=0.002)
    decayed = dataclasses.replace(plain, decay=0.3)
    mixed = dataclasses.replace(decayed, mixup=0.2)
    tabnet = Plan(epochs=2 * EPOCHS, batch=1024, peak=1.5e-2, decay=1e-4, dropped=0.002, average=0.9)

    def point(name: str, plan: Plan, rate: float) -> Variant:
        return Variant(f"california-mlp-{name}", lambda: network(train, 1, rate), plan, squared, minus_rmse,
                       known={"dropout": rate})

    def density(name: str, outputs: int, kind: type[RowNetwork] = RowNetwork) -> Variant:
        return Variant(f"california-{name}", lambda: network(train, outputs, 0.3, kind), decayed, mixture_loss,
                       minus_mixture_loss, known={"dropout": 0.3})

    chosen = [
        point("plain", plain, 0.0), point("dropout", plain, 0.25), point("decay", decayed, 0.25),
        point("mixup", mixed, 0.25), density("mdn", 3 * COMPONENTS), density("gaussian", 3),
        density("homoscedastic", 1, Homoscedastic),
        Variant("california-tabnet", lambda: TabNet(preparation(train), 1, TABNET, Derived()), tabnet, squared, minus_rmse,
                TABNET.sparsity),
    ]
    return {variant.name: variant for variant in chosen}


def train(splits: Splits, names: list[str], folder: Path, seeds: int, device: str, quick: bool) -> None:
    for name in names:
        run(variants(splits.train)[name], tensors(splits.train), tensors(splits.validation),
            dropper(torch.tensor(SIZES)), folder, seeds, device, quick)


def tensors(columns: Columns) -> Rows:
    return Rows((torch.from_numpy(columns.numbers), torch.from_numpy(columns.categories)), torch.from_numpy(columns.values))


def build(name: str, train_columns: Columns) -> nn.Module:
    """The network of a run `<variant>-<seed>`, with random weights."""
    return variants(train_columns)[name.rsplit("-", 1)[0]].build()
