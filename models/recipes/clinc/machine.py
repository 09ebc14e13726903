"""A linear teacher: support vector machines on words and characters weighed by rarity, their distances as probabilities."""

from __future__ import annotations

from typing import Sequence

import numpy as np
from sklearn.svm import LinearSVC

from text.baseline import features
from text.tokenizer import Tokenizer

from .data import Texts

BEST = 6  # probabilities that are kept of a row


class SupportVectors:
    """One against the others for each intent; the temperature is chosen on `val`."""

    def __init__(self, tokenizer: Tokenizer, train: Texts, val: Texts) -> None:
        self._tokenizer, self._heat = tokenizer, 1.0
        texts = [tokenizer.spell(row) for row in train.rows]
        self._features = features().fit(texts)
        self._machine = LinearSVC(C=0.5).fit(self._features.transform(texts), train.intents)
        distances = self._distances(val.rows)
        losses = {heat: -np.log(_softmax(distances / heat)[np.arange(len(val.intents)), val.intents]).mean()
                  for heat in np.linspace(0.05, 0.6, 12)}
        self._heat = min(losses, key=lambda heat: losses[heat])

    def best(self, rows: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        """The most likely intents of each row uint8 [n, 6], and their probabilities float16."""
        found = [_best(_softmax(self._distances(rows[start:start + 4096]) / self._heat)) for start in range(0, len(rows), 4096)]
        return np.concatenate([each for each, _ in found]), np.concatenate([each for _, each in found])

    def _distances(self, rows: Sequence[np.ndarray]) -> np.ndarray:
        return self._machine.decision_function(self._features.transform([self._tokenizer.spell(row) for row in rows]))


def _best(probabilities: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    order = np.argsort(-probabilities, axis=1)[:, :BEST]
    return order.astype(np.uint8), np.take_along_axis(probabilities, order, 1).astype(np.float16)


def _softmax(values: np.ndarray) -> np.ndarray:
    raised = np.exp(values - values.max(1, keepdims=True))
    return raised / raised.sum(1, keepdims=True)
