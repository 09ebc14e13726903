"""Losses of each row and scores of all of them (higher is better), on tensors, so that nothing leaves a GPU."""

from __future__ import annotations

import math

import torch
from torch.nn import functional

_LOG_ROOT = 0.5 * math.log(2 * math.pi)
NARROWEST = 0.03  # of a deviation: below it a mixture would put a spike on values that the data repeat


def cross_entropy(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    return functional.cross_entropy(logits, labels, reduction="none")


def auc(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Of the second of two classes; ties count as they fall."""
    scores = logits[:, 1] - logits[:, 0]
    ranks = torch.empty_like(scores)
    ranks[scores.argsort()] = torch.arange(1, len(scores) + 1, device=scores.device, dtype=scores.dtype)
    positive = labels.bool()
    hits = positive.sum().double()
    return (ranks[positive].double().sum() - hits * (hits + 1) / 2) / (hits * (len(scores) - hits))


def squared(values: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    return (values[:, 0] - targets) ** 2


def minus_rmse(values: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    return -squared(values, targets).mean().sqrt()


def mixture(outputs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Log-weights, means and deviations [n, k] from [n, 3k] (Bishop, 1994, Mixture Density Networks)."""
    weights, means, deviations = outputs.chunk(3, dim=1)
    return weights.log_softmax(dim=1), means, functional.softplus(deviations) + NARROWEST


def mixture_loss(outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Negative log-likelihood of each row, in nats."""
    weights, means, deviations = mixture(outputs)
    steps = (targets[:, None] - means) / deviations
    return -torch.logsumexp(weights - 0.5 * steps ** 2 - deviations.log() - _LOG_ROOT, dim=1)


def minus_mixture_loss(outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    return -mixture_loss(outputs, targets).mean()


def pinball(quantiles: torch.Tensor, targets: torch.Tensor, levels: tuple[float, ...]) -> torch.Tensor:
    """The loss that quantiles [n, levels] minimise (Koenker and Bassett, 1978), summed over levels."""
    wanted = torch.tensor(levels, device=quantiles.device)
    gap = targets[:, None] - quantiles
    return torch.maximum(wanted * gap, (wanted - 1) * gap).sum(dim=1)
