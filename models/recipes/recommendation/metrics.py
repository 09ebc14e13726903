"""Ranking metrics with bootstrap intervals over users."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SEED, RESAMPLES = 7, 1000


@dataclass(frozen=True)
class Estimate:
    """A mean over users with its 95 % interval."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:.4f} [{self.low:.4f}, {self.high:.4f}]"


def estimate(values: np.ndarray) -> Estimate:
    """Percentile bootstrap of the mean: 1000 resamples, fixed seed."""
    generator = np.random.default_rng(SEED)
    values = np.asarray(values, dtype=np.float64)
    means = [values[generator.integers(0, len(values), len(values))].mean() for _ in range(RESAMPLES)]
    low, high = np.quantile(means, [0.025, 0.975])
    return Estimate(float(values.mean()), float(low), float(high))


def hits(ranks: np.ndarray, k: int) -> np.ndarray:
    """1 where the target is among the first k. `ranks` start at 1; infinity: not retrieved."""
    return (ranks <= k).astype(np.float64)


def ndcg(ranks: np.ndarray, k: int) -> np.ndarray:
    """With one relevant item: 1 / log2(1 + rank) within the first k, else 0."""
    return np.where(ranks <= k, 1.0 / np.log2(1.0 + ranks), 0.0)


def list_auc(ranks: np.ndarray, length: int) -> np.ndarray:
    """Per user, the share of the other candidates that stand below the target; targets not retrieved are left out."""
    found = ranks[np.isfinite(ranks)]
    return 1.0 - (found - 1.0) / (length - 1.0)


def ranks_of(scores: np.ndarray, items: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """float [g]: rank of the target among its candidates [g, c] by score; ties keep the given order."""
    order = np.argsort(-scores, axis=1, kind="stable")
    ranked = np.take_along_axis(items, order, axis=1) == targets[:, None]
    return np.where(ranked.any(axis=1), ranked.argmax(axis=1) + 1.0, np.inf)
