"""From a logit to the probability of a click when shown (Platt, 1999), and how far such probabilities are off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from export.card import table

BINS, RESAMPLES = 10, 200


@dataclass(frozen=True)
class Calibration:
    """probability = sigmoid(slope * logit + offset); a positive slope keeps the order."""

    slope: float = 1.0
    offset: float = 0.0

    def probability(self, logits: np.ndarray) -> np.ndarray:
        """float64, shape of `logits`."""
        return 1 / (1 + np.exp(-(self.slope * logits.astype(np.float64) + self.offset)))

    @staticmethod
    def fit(logits: np.ndarray, clicked: np.ndarray, steps: int = 25) -> "Calibration":
        """Maximum likelihood by Newton's method; logits and clicked [n]."""
        middle, spread, share = logits.mean(dtype=np.float64), logits.std(dtype=np.float64), clicked.mean()
        inputs = np.stack([(logits - middle) / spread, np.ones(len(logits))], axis=1)
        weights = np.array([0.0, np.log(share / (1 - share))])  # the best constant: Newton converges from there
        for _ in range(steps):
            expected = 1 / (1 + np.exp(-inputs @ weights))
            curvature = (inputs * (expected * (1 - expected))[:, None]).T @ inputs
            weights = weights + np.linalg.solve(curvature, inputs.T @ (clicked - expected))
        slope = weights[0] / spread
        if slope <= 0:
            raise ValueError(f"a higher logit goes with fewer clicks: slope {slope:.3f}")
        return Calibration(float(f"{slope:.6g}"), float(f"{weights[1] - slope * middle:.6g}"))


@dataclass(frozen=True)
class Reliability:
    """Probabilities against what happened: float64 [n] and bool [n]; `groups` int64 [n] belong together (users)."""

    probability: np.ndarray
    clicked: np.ndarray
    groups: np.ndarray

    def error(self) -> float:
        """Expected calibration error over ten bins of equal size."""
        return _error(self.probability, self.clicked)

    def interval(self) -> str:
        """The error with a 95 % bootstrap interval over the groups."""
        generator = np.random.default_rng(7)
        names, group = np.unique(self.groups, return_inverse=True)
        draws = []
        for _ in range(RESAMPLES):
            times = np.bincount(generator.integers(0, len(names), len(names)), minlength=len(names))[group]
            chosen = np.repeat(np.arange(len(group)), times)
            draws.append(_error(self.probability[chosen], self.clicked[chosen]))
        low, high = np.quantile(draws, [0.025, 0.975])
        return f"{self.error():.4f} [{low:.4f}, {high:.4f}]"

    def log_loss(self) -> float:
        """Mean negative log-likelihood."""
        sure = np.clip(self.probability, 1e-12, 1 - 1e-12)
        return float(-np.where(self.clicked, np.log(sure), np.log(1 - sure)).mean())

    def bins(self) -> list[tuple[int, float, float]]:
        """Per bin of equal size: how many, mean probability, share clicked."""
        return [(len(rows), float(self.probability[rows].mean()), float(self.clicked[rows].mean()))
                for rows in np.array_split(np.argsort(self.probability, kind="stable"), BINS)]


def reliability_table(before: Reliability, after: Reliability) -> str:
    """The bins side by side; as the order is the same, each bin holds the same impressions in both."""
    rows = [
        [number + 1, count, f"{raw:.4f}", f"{calibrated:.4f}", f"{clicked:.4f}"]
        for number, ((count, raw, _), (_, calibrated, clicked)) in enumerate(zip(before.bins(), after.bins()))
    ]
    return table(["tenth", "impressions", "mean score before", "mean score", "share clicked"], rows)


def _error(probability: np.ndarray, clicked: np.ndarray) -> float:
    bins = np.array_split(np.argsort(probability, kind="stable"), BINS)
    gaps = [len(rows) * abs(probability[rows].mean() - clicked[rows].mean()) for rows in bins]
    return float(sum(gaps) / len(probability))
