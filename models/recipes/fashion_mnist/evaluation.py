"""Accuracy on the official test split, with Wilson intervals, and a linear baseline."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from .data import LABELS, Split


@dataclass(frozen=True)
class Share:
    """A share of successes and its 95 % Wilson interval (Wilson 1927)."""

    value: float
    low: float
    high: float

    @staticmethod
    def of(successes: int, trials: int, z: float = 1.959964) -> "Share":
        value = successes / trials
        scale = 1 + z * z / trials
        centre = (value + z * z / (2 * trials)) / scale
        half = z * math.sqrt(value * (1 - value) / trials + z * z / (4 * trials * trials)) / scale
        return Share(value, centre - half, centre + half)

    def __str__(self) -> str:
        return f"{self.value:.4f} ({self.low:.4f} to {self.high:.4f})"


def accuracy(predicted: np.ndarray, labels: np.ndarray) -> Share:
    return Share.of(int((predicted == labels).sum()), len(labels))


def recall_of_classes(predicted: np.ndarray, labels: np.ndarray) -> dict[str, Share]:
    return {name: accuracy(predicted[labels == index], labels[labels == index]) for index, name in enumerate(LABELS)}


def calibration_error(probabilities: np.ndarray, labels: np.ndarray, bins: int = 15) -> float:
    """Expected calibration error over equal bins of confidence (Guo et al. 2017, arXiv:1706.04599)."""
    confidence = probabilities.max(axis=1)
    correct = probabilities.argmax(axis=1) == labels
    bin_of = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [abs(confidence[bin_of == b].mean() - correct[bin_of == b].mean()) * (bin_of == b).mean()
            for b in range(bins) if (bin_of == b).any()]
    return float(sum(gaps))


def logistic_regression(train: Split, test: Split) -> Share:
    """Multinomial logistic regression on the 784 pixels; 100 iterations of L-BFGS are close to its optimum."""
    model = LogisticRegression(C=0.02, max_iter=100)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(train.images.reshape(len(train.labels), -1), train.labels)
    return accuracy(model.predict(test.images.reshape(len(test.labels), -1)), test.labels)
