"""Trains networks of intents with labels or with a teacher's probabilities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from text.masking import drop
from text.rows import Rows, mask_of
from text.training import optimise


@dataclass(frozen=True)
class Recipe:
    """How one network is trained; `outside` is the share of a batch that are outliers, `agreement` weighs R-drop."""

    steps: int
    peak: float = 1e-3
    batch: int = 128
    decay: float = 0.05
    dropped: float = 0.1
    smoothing: float = 0.1
    outside: float = 0.2
    agreement: float = 0.0
    average: float = 0.995
    seconds: float = float("inf")


def fit(network: nn.Module, rows: list[np.ndarray], targets: np.ndarray, outliers: list[np.ndarray], recipe: Recipe, seed: int,
        device: str) -> nn.Module:
    """`targets` [n, classes] are probabilities; outliers are of the last class."""
    network.to(device)
    random = np.random.default_rng(seed)
    inside, outside = Rows(rows, device), Rows(outliers, device)
    wanted = torch.from_numpy(targets.astype(np.float16)).to(device)
    many = max(1, int(recipe.batch * recipe.outside)) if recipe.outside else 0
    batches, strange = inside.shuffled(recipe.batch - many, random), outside.shuffled(max(1, many), random)
    last = torch.zeros(max(1, many), wanted.shape[1], device=device)
    last[:, -1] = 1

    def loss_of(step: int) -> torch.Tensor:
        chosen = next(batches)
        ids, target = inside.take(chosen), wanted[torch.from_numpy(chosen).to(device)].float()
        if many:
            others = outside.take(next(strange))
            ids, target = _stacked(ids, others), torch.cat([target, last[:len(others)]])
        target = (1 - recipe.smoothing) * target + recipe.smoothing / target.shape[1]
        if not recipe.agreement:
            return _loss(network(drop(ids, recipe.dropped), mask_of(ids)), target)
        twice = torch.cat([drop(ids, recipe.dropped), drop(ids, recipe.dropped)])
        logits = network(twice, mask_of(twice))
        one, other = functional.log_softmax(logits.float(), dim=1).chunk(2)
        differ = ((one.exp() - other.exp()) * (one - other)).sum(1).mean() / 2
        return _loss(logits, target.repeat(2, 1)) + recipe.agreement * differ

    optimise(network, recipe.steps, recipe.peak, recipe.decay, loss_of, recipe.average, seconds=recipe.seconds)
    return network


def one_hot(intents: np.ndarray, classes: int) -> np.ndarray:
    return np.eye(classes, dtype=np.float32)[intents]


def _stacked(one: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
    longest = max(one.shape[1], other.shape[1])
    return torch.cat([functional.pad(each, (0, longest - each.shape[1])) for each in (one, other)])


def _loss(logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    return -(target * functional.log_softmax(logits.float(), dim=1)).sum(1).mean()
