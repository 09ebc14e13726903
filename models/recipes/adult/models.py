"""The four models of Adult as they are served, from trained weights."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

import numpy as np
import torch
from torch import nn

from tabular import serving, weights
from tabular.serving import Served
from tabular.tabnet import TabNet, folded
from tabular.trees import columns, kept

from . import trees
from .data import NUMBERS, Columns, Splits
from .features import SCHEMA
from .training import SIZES, build

_ORDER = [(SCHEMA.columns("numbers") + SCHEMA.columns("categories")).index(feature) for feature in SCHEMA]


class Explained(nn.Module):
    """TabNet for serving: (probabilities [n, 2], attributions [n, 14] in the order of the schema)."""

    def __init__(self, network: TabNet) -> None:
        super().__init__()
        self.network = folded(network)
        self.register_buffer("order", torch.tensor(_ORDER))

    def forward(self, numbers: torch.Tensor, categories: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        logits, attributions = self.network(numbers, categories)
        return logits.softmax(dim=1), attributions[:, self.order]


@dataclass(frozen=True)
class Models:
    """By name; `runs` says which run each network is, `shares` what each member counts in the ensemble."""

    served: Mapping[str, Served]
    runs: Mapping[str, str]
    shares: Mapping[str, float]
    trees: int
    leaves: int


def models(splits: Splits, folder: Path, quick: bool = False) -> Models:
    """The runs that the validation rows choose, and the ensemble whose weights they choose, too."""
    runs = {"adult-mlp": weights.chosen(folder, "adult-mlp-"), "adult-tabnet": weights.chosen(folder, "adult-tabnet-")}
    mlp, tabnet = (weights.load(folder, run, build(run, splits.train)) for run in runs.values())
    booster = kept(folder, "adult-xgboost", lambda: trees.train(splits, quick))
    members = {
        "adult-mlp": serving.network(serving.Probabilities(mlp), ["probabilities"]),
        "adult-tabnet": serving.network(Explained(tabnet), ["probabilities", "attributions"]),
        "adult-xgboost": serving.trees(booster, lambda numbers, categories: columns(numbers, categories, SIZES),
                                       len(NUMBERS), SIZES, probabilities=True),
    }
    labels = splits.validation.labels
    shares = serving.chosen_weights(
        {name: member.run(inputs(splits.validation))["probabilities"] for name, member in members.items()},
        lambda mixed: float(-np.log(np.clip(mixed[np.arange(len(labels)), labels], 1e-12, 1)).mean()), pooled=True)
    whole = serving.ensemble(members, shares, "probabilities", folder / "graphs", pooled=True)
    forest = serving.Forest.of(booster)
    return Models({**members, "adult": whole}, runs, shares, len(forest.trees), forest.leaves)


def inputs(rows: Columns) -> dict[str, np.ndarray]:
    return {"numbers": rows.numbers, "categories": rows.categories}
