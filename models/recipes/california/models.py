"""The models of California housing as they are served, from trained weights."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

import numpy as np
import torch
from torch import nn

from tabular import serving, weights
from tabular.objectives import mixture
from tabular.serving import Served
from tabular.tabnet import folded
from tabular.trees import Forest, columns, kept

from . import trees
from .data import NUMBERS, Columns, Splits
from .derived import derived
from .training import SIZES, build

MIXTURE = ("weights", "means", "deviations")
DENSITIES = ("california-mdn", "california-gaussian", "california-homoscedastic")


class Density(nn.Module):
    """(numbers, categories) → weights, means and deviations [n, k]."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, numbers: torch.Tensor, categories: torch.Tensor) -> tuple[torch.Tensor, ...]:
        logarithms, means, deviations = mixture(self.network(numbers, categories))
        return logarithms.exp(), means, deviations


class First(nn.Module):
    """Of TabNet, which also says where it looked, the value alone, [n, 1]."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, numbers: torch.Tensor, categories: torch.Tensor) -> torch.Tensor:
        return self.network(numbers, categories)[0]


@dataclass(frozen=True)
class Models:
    """By name, with those that are only compared; `runs` says which run each network is, `shares` the ensemble's weights."""

    served: Mapping[str, Served]
    runs: Mapping[str, str]
    shares: Mapping[str, float]
    trees: int
    leaves: int


def models(splits: Splits, folder: Path, quick: bool = False) -> Models:
    """The runs that the validation rows choose, and the ensemble whose weights they choose, too."""
    runs = {name: weights.chosen(folder, f"{name}-") for name in ("california-mlp", "california-tabnet", *DENSITIES)}
    networks = {name: weights.load(folder, run, build(run, splits.train)) for name, run in runs.items()}
    booster = kept(folder, "california-xgboost", lambda: trees.train(splits, quick))
    members = {
        "california-mlp": serving.network(serving.Value(networks["california-mlp"]), ["value"]),
        "california-tabnet": serving.network(serving.Value(First(folded(networks["california-tabnet"]))), ["value"]),
        "california-xgboost": serving.trees(
            booster, lambda numbers, categories: columns(derived(numbers), categories, SIZES), len(NUMBERS), SIZES,
            probabilities=False, derive=trees.derive),
    }
    values = splits.validation.values
    shares = serving.chosen_weights(
        {name: member.run(inputs(splits.validation))["value"] for name, member in members.items()},
        lambda mixed: float(((mixed - values) ** 2).mean()))
    whole = serving.ensemble(members, shares, "value", folder / "graphs")
    densities = {name: serving.network(Density(networks[name]), MIXTURE) for name in DENSITIES}
    forest = Forest.of(booster)
    return Models({**members, "california": whole, **densities}, runs, shares, len(forest.trees), forest.leaves)


def inputs(rows: Columns) -> dict[str, np.ndarray]:
    return {"numbers": rows.numbers, "categories": rows.categories}
