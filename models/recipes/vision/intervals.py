"""Intervals by the percentile bootstrap (Efron 1979)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

import numpy as np

DRAWS = 1000


@dataclass(frozen=True)
class Estimate:
    """A value and its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.4f} ({self.low:.4f} to {self.high:.4f})"


def bootstrap(units: int, statistic: Callable[[np.ndarray], float], seed: int = 1, draws: int = DRAWS) -> Estimate:
    """`statistic` of all units, and its interval where `units` indices are drawn with replacement."""
    random = np.random.default_rng(seed)
    values = [statistic(random.integers(0, units, units)) for _ in range(draws)]
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return Estimate(float(statistic(np.arange(units))), float(low), float(high))
