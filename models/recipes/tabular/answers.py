"""What becomes of a graph's outputs: probabilities, and the distribution that a mixture of Gaussians describes."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import ndtr

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
_HALVINGS = 80


def softmax(logits: np.ndarray, temperature: float = 1.0) -> np.ndarray:
    """float64 [n, k]."""
    scaled = logits.astype(np.float64) / temperature
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def mixture_mean(weights: np.ndarray, means: np.ndarray) -> np.ndarray:
    """float64 [n] from [n, k] each."""
    return (weights.astype(np.float64) * means).sum(axis=1)


def mixture_deviation(weights: np.ndarray, means: np.ndarray, deviations: np.ndarray) -> np.ndarray:
    """float64 [n]: the square root of the mean variance plus the variance of the means."""
    weights, means = weights.astype(np.float64), means.astype(np.float64)
    center = mixture_mean(weights, means)[:, None]
    return np.sqrt((weights * (deviations.astype(np.float64) ** 2 + (means - center) ** 2)).sum(axis=1))


def mixture_share(weights: np.ndarray, means: np.ndarray, deviations: np.ndarray, value: np.ndarray) -> np.ndarray:
    """The distribution function at `value` [n]: float64 [n]."""
    steps = (value[:, None] - means.astype(np.float64)) / deviations.astype(np.float64)
    return (weights.astype(np.float64) * ndtr(steps)).sum(axis=1)


def mixture_quantile(weights: np.ndarray, means: np.ndarray, deviations: np.ndarray, level: float) -> np.ndarray:
    """The value [n] below which a share of `level` lies, by bisection."""
    wide = 12 * deviations.astype(np.float64)
    low, high = (means - wide).min(axis=1), (means + wide).max(axis=1)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        below = mixture_share(weights, means, deviations, middle) < level
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2


def distribution(weights: np.ndarray, means: np.ndarray, deviations: np.ndarray, interval: float) -> list[dict[str, Any]]:
    """Mean, deviation, quantiles by level and the central interval of each row."""
    quantiles = {level: mixture_quantile(weights, means, deviations, level) for level in LEVELS}
    ends = [mixture_quantile(weights, means, deviations, level) for level in ((1 - interval) / 2, (1 + interval) / 2)]
    mean, deviation = mixture_mean(weights, means), mixture_deviation(weights, means, deviations)
    return [{"mean": float(mean[row]), "deviation": float(deviation[row]),
             "quantiles": {str(level): float(values[row]) for level, values in quantiles.items()},
             "interval": [float(end[row]) for end in ends]} for row in range(len(mean))]
