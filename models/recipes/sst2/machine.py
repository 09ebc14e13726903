"""A linear teacher: a support vector machine on words and characters weighed by rarity, its distance as a probability (Platt 1999)."""

from __future__ import annotations

from typing import Sequence

import numpy as np
from sklearn.svm import LinearSVC

from text.baseline import features
from text.tokenizer import Tokenizer

from .data import Labelled


class SupportVectors:
    """Learns from labelled rows; the slope of the probability is chosen on `dev`."""

    def __init__(self, tokenizer: Tokenizer, labelled: Labelled, dev: Labelled) -> None:
        self._tokenizer = tokenizer
        told = np.flatnonzero(labelled.praise != 0.5)
        self._features = features().fit([tokenizer.spell(labelled.rows[each]) for each in told])
        weight = labelled.weight * np.abs(2 * labelled.praise - 1)
        self._machine = LinearSVC(C=0.3).fit(self._features.transform([tokenizer.spell(labelled.rows[each]) for each in told]),
                                             labelled.praise[told] > 0.5, sample_weight=weight[told])
        self._slope = 1.0
        distances = self._distances(dev.rows)
        losses = {slope: np.logaddexp(0, -slope * distances * np.sign(dev.praise - 0.5)).mean() for slope in np.linspace(0.5, 5, 19)}
        self._slope = min(losses, key=lambda slope: losses[slope])

    def praise(self, rows: Sequence[np.ndarray]) -> np.ndarray:
        return (1 / (1 + np.exp(-self._slope * self._distances(rows)))).astype(np.float32)

    def _distances(self, rows: Sequence[np.ndarray]) -> np.ndarray:
        return self._machine.decision_function(self._features.transform([self._tokenizer.spell(row) for row in rows]))
