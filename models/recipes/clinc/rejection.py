"""How texts of no intent are told: scores that are high outside, and the threshold that rejects 5 % of what is inside."""

from __future__ import annotations

import numpy as np

FALSE_REJECTION = 0.05


def scores(logits: np.ndarray, heat: float = 1.0) -> dict[str, np.ndarray]:
    """For logits [n, intents + 1]: one minus the largest probability of an intent (Hendrycks & Gimpel 2017), the energy of the
    intents (Liu et al. 2020), and the probability of the class that stands for out of scope. Probabilities are those after
    dividing by `heat`; the energy is that of the logits themselves."""
    every = logits.astype(np.float64)
    return {"probability": 1 - _softmax(every[:, :-1] / heat).max(1), "energy": -np.logaddexp.reduce(every[:, :-1], axis=1),
            "label": _softmax(every / heat)[:, -1]}


def threshold(inside: np.ndarray) -> float:
    """What 5 % of the scores are above."""
    return float(np.quantile(inside, 1 - FALSE_REJECTION))


def temperature(logits: np.ndarray, intents: np.ndarray) -> float:
    """By which logits are divided so that the likelihood of the labels is largest (Guo et al. 2017)."""
    grid = np.exp(np.linspace(np.log(0.2), np.log(5), 161))
    rows = np.arange(len(intents))
    losses = [-np.log(_softmax(logits / each)[rows, intents] + 1e-30).mean() for each in grid]
    return float(grid[int(np.argmin(losses))])


def calibration_error(probabilities: np.ndarray, intents: np.ndarray, bins: int = 15) -> float:
    """Expected calibration error of the largest probability (Naeini et al. 2015)."""
    confidence, right = probabilities.max(1), probabilities.argmax(1) == intents
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    return float(sum(abs(right[which == each].mean() - confidence[which == each].mean()) * (which == each).mean()
                     for each in range(bins) if (which == each).any()))


def _softmax(logits: np.ndarray) -> np.ndarray:
    raised = np.exp(logits - logits.max(1, keepdims=True))
    return raised / raised.sum(1, keepdims=True)
