"""What is measured on test rows, with 95 % intervals over rows by the bootstrap."""

from __future__ import annotations

from typing import Callable

import numpy as np

from vision.intervals import Estimate, bootstrap

DRAWS = 1000


def auc(scores: np.ndarray, labels: np.ndarray) -> Estimate:
    """Area under the curve of the positive label's scores [n]; ties count half."""
    return bootstrap(len(labels), _area(scores, labels), draws=DRAWS)


def area(scores: np.ndarray, labels: np.ndarray) -> float:
    """As `auc`, without an interval."""
    return _area(scores, labels)(np.arange(len(labels)))


def mean(values: np.ndarray) -> Estimate:
    """Of a number of each row: a loss, a hit, a coverage."""
    values = values.astype(np.float64)
    return bootstrap(len(values), lambda rows: float(values[rows].mean()), draws=DRAWS)


def log_loss(probabilities: np.ndarray, labels: np.ndarray) -> Estimate:
    """Of probabilities [n, k]."""
    return mean(-np.log(np.clip(probabilities[np.arange(len(labels)), labels], 1e-12, 1)))


def rmse(values: np.ndarray, targets: np.ndarray) -> Estimate:
    errors = (values.astype(np.float64) - targets) ** 2
    return bootstrap(len(errors), lambda rows: float(np.sqrt(errors[rows].mean())), draws=DRAWS)


def gain(first: np.ndarray, second: np.ndarray) -> Estimate:
    """How much smaller the mean of `second` is than that of `first`, row by row."""
    return mean(first.astype(np.float64) - second)


def calibration_error(probability: np.ndarray, labels: np.ndarray, bins: int = 15) -> float:
    """Expected calibration error of the positive label's probability, in bins of equal width."""
    place = np.minimum((probability * bins).astype(int), bins - 1)
    gaps = [abs(probability[place == each].mean() - labels[place == each].mean()) * (place == each).mean()
            for each in range(bins) if (place == each).any()]
    return float(sum(gaps))


def _area(scores: np.ndarray, labels: np.ndarray) -> Callable[[np.ndarray], float]:
    """The area for rows that may be repeated."""
    levels, place = np.unique(scores, return_inverse=True)
    positive = labels.astype(bool)

    def statistic(rows: np.ndarray) -> float:
        hits = np.bincount(place[rows[positive[rows]]], minlength=len(levels)).astype(np.float64)
        others = np.bincount(place[rows[~positive[rows]]], minlength=len(levels)).astype(np.float64)
        below = np.cumsum(others) - others
        return float((hits * (below + others / 2)).sum() / (hits.sum() * others.sum()))

    return statistic
