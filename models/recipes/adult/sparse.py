"""Rows of which only some cells are known, as callers send them: for training, and to see what models make of them."""

from __future__ import annotations

import numpy as np

from .data import CATEGORIES, NUMBERS, Columns

CELLS = len(NUMBERS) + len(CATEGORIES)
_UNKNOWN = np.array([len(feature.values) for feature in CATEGORIES])  # missing is one more


def thinned(rows: Columns, known: np.ndarray, random: np.random.Generator, unknown: float = 0.0) -> Columns:
    """Keeps `known` [n] cells of each row, drawn anew for each.

    The other numbers become NaN, the other categories missing, or with probability `unknown` a value that is not listed.
    """
    rank = random.random((len(rows), CELLS)).argsort(axis=1).argsort(axis=1)
    lost = rank >= known[:, None]
    absent = _UNKNOWN + (random.random(rows.categories.shape) >= unknown)
    return Columns(np.where(lost[:, :len(NUMBERS)], np.float32(np.nan), rows.numbers),
                   np.where(lost[:, len(NUMBERS):], absent, rows.categories), rows.labels)


def copies(rows: Columns, count: int, random: np.random.Generator) -> list[Columns]:
    """The rows `count` times more, each time with none to all but one of the cells of each."""
    return [thinned(rows, random.integers(0, CELLS, len(rows)), random, unknown=0.25) for _ in range(count)]
