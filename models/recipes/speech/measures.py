"""Word error rates and shares with intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Sequence

import numpy as np


@dataclass(frozen=True)
class Estimate:
    """A value and its 95 % percentile bootstrap interval (2,000 resamples)."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.4f} ({self.low:.4f} to {self.high:.4f})"


def bootstrap(count: int, statistic: Callable[[np.ndarray], float], seed: int = 0, resamples: int = 2000) -> Estimate:
    """`statistic` takes row numbers; rows are what is independent: utterances, speakers."""
    random = np.random.default_rng(seed)
    values = [statistic(random.integers(0, count, count)) for _ in range(resamples)]
    low, high = np.quantile(values, [0.025, 0.975])
    return Estimate(statistic(np.arange(count)), float(low), float(high))


def word_error_rate(said: Sequence[Sequence[str]], heard: Sequence[Sequence[str]]) -> Estimate:
    """Substitutions, deletions and insertions per word that was said; the interval is over utterances."""
    errors = np.array([edit_distance(a, b) for a, b in zip(said, heard, strict=True)])
    words = np.array([len(a) for a in said])
    return bootstrap(len(words), lambda rows: float(errors[rows].sum() / words[rows].sum()))


def edit_distance(first: Sequence[str], second: Sequence[str]) -> int:
    """Levenshtein's distance in words."""
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(second, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
    return row[-1]


def accuracy(predicted: np.ndarray, labels: np.ndarray) -> Estimate:
    hits = (predicted == labels).astype(float)
    return bootstrap(len(hits), lambda rows: float(hits[rows].mean()))
