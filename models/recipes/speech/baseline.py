"""What is compared with: cepstral coefficients over parts of a clip, and a support vector machine."""

from __future__ import annotations

from typing import Sequence

import numpy as np
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from .features import Mel, mfcc

PARTS = 10


def summary(samples: np.ndarray, rate: int, high: float) -> np.ndarray:
    """Means of 13 coefficients over each tenth of the clip, float64 [130]."""
    coefficients = mfcc(np.asarray(samples, np.float64), rate, Mel(bins=40, high=high))
    parts = np.array_split(coefficients, PARTS) if len(coefficients) >= PARTS else np.repeat(coefficients[:1], PARTS, 0)
    return np.stack([part.reshape(-1, 13).mean(axis=0) for part in parts]).reshape(-1)


def support_vectors(training: Sequence[np.ndarray], labels: Sequence[int], test: Sequence[np.ndarray], rate: int,
                    high: float) -> np.ndarray:
    """The labels that an RBF machine, trained on clips and their labels, gives to the test clips; `high` Hz end the mel bands."""
    machine = make_pipeline(StandardScaler(), SVC(C=10, gamma="scale"))
    machine.fit(np.stack([summary(clip, rate, high) for clip in training]), labels)
    return machine.predict(np.stack([summary(clip, rate, high) for clip in test]))
