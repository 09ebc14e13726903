"""Trains the classifiers: with hard labels, with all labels at hand, or by a teacher's probabilities."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from text.masking import drop
from text.rows import Rows, mask_of, outputs
from text.training import optimise

from .data import Labelled


@dataclass(frozen=True)
class Recipe:
    """How one network is trained; `agreement` weighs R-drop (Liang et al. 2021), `dropped` is the share of unknown tokens."""

    steps: int
    peak: float = 1e-3
    batch: int = 64
    decay: float = 0.05
    dropped: float = 0.1
    agreement: float = 0.0
    average: float = 0.995
    seconds: float = float("inf")


def fit(network: nn.Module, labelled: Labelled, recipe: Recipe, seed: int, device: str) -> nn.Module:
    """Cross-entropy with the probability of praise, which may be a label or a teacher's."""
    network.to(device)
    data = Rows(labelled.rows, device)
    praise, weight = (torch.from_numpy(each).to(device) for each in (labelled.praise, labelled.weight))
    batches = data.shuffled(recipe.batch, np.random.default_rng(seed))

    def loss_of(step: int) -> torch.Tensor:
        chosen = next(batches)
        index = torch.from_numpy(chosen).to(device)
        ids = data.take(chosen)
        if not recipe.agreement:
            return cross_entropy(network(drop(ids, recipe.dropped), mask_of(ids)), praise[index], weight[index])
        twice = torch.cat([drop(ids, recipe.dropped), drop(ids, recipe.dropped)])
        logits = network(twice, mask_of(twice))
        return cross_entropy(logits, praise[index].repeat(2), weight[index].repeat(2)) + recipe.agreement * _disagreement(logits)

    optimise(network, recipe.steps, recipe.peak, recipe.decay, loss_of, recipe.average, seconds=recipe.seconds)
    return network


def praise_of(network: nn.Module, rows: list[np.ndarray], device: str) -> np.ndarray:
    """The probability of praise of every row, float32 [n]."""
    logits = outputs(network, Rows(rows, device))
    return 1 / (1 + np.exp(logits[:, 0] - logits[:, 1]))


def accuracy(praise: np.ndarray, labelled: Labelled) -> float:
    return float(((praise > 0.5) == (labelled.praise > 0.5)).mean())


def joined(*parts: Labelled) -> Labelled:
    return Labelled([row for part in parts for row in part.rows], np.concatenate([part.praise for part in parts]),
                    np.concatenate([part.weight for part in parts]))


def taught(rows: list[np.ndarray], praise: np.ndarray) -> Labelled:
    """Rows with a teacher's answers."""
    return Labelled(rows, praise.astype(np.float32), np.ones(len(rows), np.float32))


def blended(labelled: Labelled, praise: np.ndarray, share: float) -> Labelled:
    """Labels, of which a share is the teacher's."""
    return replace(labelled, praise=((1 - share) * labelled.praise + share * praise).astype(np.float32))


def cross_entropy(logits: torch.Tensor, praise: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    """Of the probabilities of praise [n], a weighted mean."""
    likely = functional.log_softmax(logits.float(), dim=1)
    return -(weight * (praise * likely[:, 1] + (1 - praise) * likely[:, 0])).sum() / weight.sum()


def _disagreement(logits: torch.Tensor) -> torch.Tensor:
    one, other = functional.log_softmax(logits.float(), dim=1).chunk(2)
    return ((one.exp() - other.exp()) * (one - other)).sum(1).mean() / 2
