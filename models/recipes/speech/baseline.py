"""What is compared with: cepstral coefficients over parts of a clip, and a support vector machine."""

from __future__ import annotations

from typing import Sequence

import numpy as np
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from .features import Mel, mfcc

PARTS, COEFFICIENTS = 5, 13


def summary(samples: np.ndarray, rate: int, high: float) -> np.ndarray:
    """Means and deviations of 13 coefficients over each fifth of the clip, float64 [130]; `high` Hz end the mel bands."""
    coefficients = mfcc(np.asarray(samples, np.float64), rate, Mel(bins=40, high=high, floor=1e-6), COEFFICIENTS)
    coefficients = np.repeat(coefficients, -(-PARTS // len(coefficients)), axis=0)  # some frames in each part
    parts = np.array_split(coefficients, PARTS)
    return np.concatenate([values for part in parts for values in (part.mean(axis=0), part.std(axis=0))])


def support_vectors(training: Sequence[np.ndarray], labels: Sequence[int], test: Sequence[np.ndarray], rate: int,
                    high: float) -> np.ndarray:
    """The labels that an RBF machine, trained on clips and their labels, gives to the test clips."""
    machine = make_pipeline(StandardScaler(), SVC(C=10, gamma="scale"))
    machine.fit(np.stack([summary(clip, rate, high) for clip in training]), labels)
    return machine.predict(np.stack([summary(clip, rate, high) for clip in test]))
