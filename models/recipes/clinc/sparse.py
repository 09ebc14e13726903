"""Probabilities of which only the largest of each row are kept."""

from __future__ import annotations

import numpy as np


def widened(best: np.ndarray, probability: np.ndarray, classes: int) -> np.ndarray:
    """float32 [n, classes]: what is kept, and the rest evenly among the others."""
    rest = np.maximum(1 - probability.astype(np.float32).sum(1, keepdims=True), 0) / (classes - best.shape[1])
    whole = np.repeat(rest, classes, axis=1)
    np.put_along_axis(whole, best.astype(np.int64), probability.astype(np.float32), axis=1)
    return whole
