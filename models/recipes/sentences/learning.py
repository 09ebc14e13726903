"""Learning by contrast: texts of one intent belong together (Khosla et al. 2020), and so do two readings of one text, with other
neurons and tokens left out (Gao et al. 2021, SimCSE)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator

import numpy as np
import torch
from torch.nn import functional

from text.masking import drop
from text.rows import Rows, mask_of
from text.training import optimise

from .data import Texts
from .network import MeaningEncoder


@dataclass(frozen=True)
class Recipe:
    """`intents` times `each` texts of intents and `others` without a label in a step; `share` weighs the latter's loss."""

    steps: int
    peak: float = 8e-4
    intents: int = 48
    each: int = 4
    others: int = 128
    share: float = 0.5
    temperature: float = 0.07
    dropped: float = 0.15
    average: float = 0.995
    seconds: float = float("inf")


def fit(network: MeaningEncoder, train: Texts, unlabelled: list[np.ndarray], recipe: Recipe, seed: int, device: str) -> MeaningEncoder:
    network.to(device)
    random = np.random.default_rng(seed)
    labelled, others = Rows(train.rows, device), Rows(unlabelled, device)
    groups, strangers = _groups(train.intents, recipe, random), others.shuffled(recipe.others, random)
    same = torch.arange(recipe.intents, device=device).repeat_interleave(recipe.each)

    def loss_of(step: int) -> torch.Tensor:
        ids = drop(labelled.take(next(groups)), recipe.dropped)
        loss = contrast(network(ids, mask_of(ids)), same, recipe.temperature)
        if not recipe.share:
            return loss
        ids = others.take(next(strangers))
        twice = torch.cat([drop(ids, recipe.dropped), drop(ids, recipe.dropped)])
        which = torch.arange(len(ids), device=device).repeat(2)
        return loss + recipe.share * contrast(network(twice, mask_of(twice)), which, recipe.temperature)

    optimise(network, recipe.steps, recipe.peak, 0.05, loss_of, recipe.average, seconds=recipe.seconds)
    return network


def contrast(vectors: torch.Tensor, groups: torch.Tensor, temperature: float) -> torch.Tensor:
    """The mean over all pairs within a group of minus the log share that the partner has among all others."""
    unit = functional.normalize(vectors.float(), dim=1)
    itself = torch.eye(len(unit), device=unit.device, dtype=torch.bool)
    likely = functional.log_softmax((unit @ unit.T / temperature).masked_fill(itself, -1e4), dim=1)
    partners = ((groups[:, None] == groups[None, :]) & ~itself).float()
    return -((likely * partners).sum(1) / partners.sum(1)).mean()


def _groups(intents: np.ndarray, recipe: Recipe, random: np.random.Generator) -> Iterator[np.ndarray]:
    members = [np.flatnonzero(intents == intent) for intent in np.unique(intents)]
    while True:
        chosen = random.permutation(len(members))[:recipe.intents]
        yield np.concatenate([random.choice(members[each], recipe.each, replace=False) for each in chosen])
