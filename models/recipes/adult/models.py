"""The four models of Adult as they are served, from trained weights."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

import numpy as np
import torch
import xgboost
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
    """By name; `runs` says which run each network is, `shares` what each member counts in the ensemble.

    `compared` are the trees that saw whole rows only, and the ensemble with them, which are measured and not served.
    """

    served: Mapping[str, Served]
    compared: Mapping[str, Served]
    runs: Mapping[str, str]
    shares: Mapping[str, float]
    trees: int
    leaves: int


def models(splits: Splits, folder: Path, quick: bool = False) -> Models:
    """The runs that the validation rows choose, and the ensemble whose weights they choose, too."""
    runs = {"adult-mlp": weights.chosen(folder, "adult-mlp-"), "adult-tabnet": weights.chosen(folder, "adult-tabnet-")}
    mlp, tabnet = (weights.load(folder, run, build(run, splits.train)) for run in runs.values())
    booster = kept(folder, "adult-xgboost", lambda: trees.train(splits, quick))
    whole = kept(folder, "adult-xgboost-whole", lambda: trees.train(splits, quick, thinned=0))
    networks = {
        "adult-mlp": serving.network(serving.Probabilities(mlp), ["probabilities"]),
        "adult-tabnet": serving.network(Explained(tabnet), ["probabilities", "attributions"]),
    }
    members = {**networks, "adult-xgboost": _forest(booster)}
    ensemble, shares = _ensemble(members, splits, folder)
    compared = {**networks, "adult-xgboost": _forest(whole)}
    forest = serving.Forest.of(booster)
    return Models({**members, "adult": ensemble},
                  {"adult-xgboost": compared["adult-xgboost"], "adult": _ensemble(compared, splits, folder)[0]},
                  runs, shares, len(forest.trees), forest.leaves)


def _forest(booster: xgboost.Booster) -> Served:
    return serving.trees(booster, lambda numbers, categories: columns(numbers, categories, SIZES), len(NUMBERS), SIZES,
                         probabilities=True)


def _ensemble(members: Mapping[str, Served], splits: Splits, folder: Path) -> tuple[Served, dict[str, float]]:
    labels = splits.validation.labels
    shares = serving.chosen_weights(
        {name: member.run(inputs(splits.validation))["probabilities"] for name, member in members.items()},
        lambda mixed: float(-np.log(np.clip(mixed[np.arange(len(labels)), labels], 1e-12, 1)).mean()), pooled=True)
    return serving.ensemble(members, shares, "probabilities", folder / "graphs", pooled=True), shares


def inputs(rows: Columns) -> dict[str, np.ndarray]:
    return {"numbers": rows.numbers, "categories": rows.categories}
