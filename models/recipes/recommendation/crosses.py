"""Features that need both the user's history and the candidate item."""

from __future__ import annotations

import numpy as np


def history_share(history: np.ndarray, items: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """float32 [g, c]: share of the history whose item has the candidate's code; code 0 never matches.

    `history` int64 [g, l] and `items` int64 [g, c] are item indices, `codes` int64 [items + 1].
    """
    of_history, of_items = codes[history], codes[items]
    known = np.maximum((history > 0).sum(axis=1), 1)[:, None]
    counts = _counts(np.where(history > 0, of_history, 0), int(codes.max()) + 1)
    counts[:, 0] = 0
    return (np.take_along_axis(counts, of_items, axis=1) / known).astype(np.float32)


def history_gap(history: np.ndarray, items: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """float32 [g, c]: the candidate's scaled number minus the mean over the history; 0 for an empty history."""
    present = history > 0
    count = present.sum(axis=1)
    mean = np.where(present, numbers[history], 0).sum(axis=1) / np.maximum(count, 1)
    gap = numbers[items] - mean[:, None]
    return np.where(count[:, None] > 0, gap, 0).astype(np.float32)


def _counts(codes: np.ndarray, size: int) -> np.ndarray:
    """int64 [g, size]: how often each code occurs in each row."""
    rows = np.arange(codes.shape[0])[:, None]
    flat = (rows * size + codes).reshape(-1)
    return np.bincount(flat, minlength=codes.shape[0] * size).reshape(codes.shape[0], size)
