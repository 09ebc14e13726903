"""Synthetic inputs for golden cases: random codes in range, never rows of a data set."""

from __future__ import annotations

from typing import Sequence

import numpy as np

from export.golden import Case
from recommendation.features import Field

ROWS = {"two rows": 2, "seven rows, the first unknown": 7}


def cases(
    fields: Sequence[Field], numeric: int, history: int, items: int, tolerance: float = 1e-5
) -> list[Case]:
    """One case per batch size. Rows of several get an all-unknown first row with an empty history."""
    generator = np.random.default_rng(11)
    return [
        Case(name, _inputs(generator, rows, fields, numeric, history, items), tolerance)
        for name, rows in ROWS.items()
    ]


def _inputs(
    generator: np.random.Generator, rows: int, fields: Sequence[Field], numeric: int, history: int, items: int
) -> dict[str, np.ndarray]:
    inputs = {"categorical": _categorical(generator, rows, fields)}
    if numeric:
        inputs["numeric"] = generator.normal(size=(rows, numeric)).round(3).astype(np.float32)
    if history:
        inputs["history"] = _history(generator, rows, history, items)
    if rows > 2:
        for array in inputs.values():
            array[0] = 0
    return inputs


def _categorical(generator: np.random.Generator, rows: int, fields: Sequence[Field]) -> np.ndarray:
    width = sum(field.width for field in fields)
    codes = np.zeros((rows, width), dtype=np.int64)
    for field in fields:
        used = field.width if field.width == 1 else int(generator.integers(1, field.width + 1))
        columns = slice(field.start, field.start + used)
        codes[:, columns] = generator.integers(1, field.cardinality, (rows, used))
    return codes


def _history(generator: np.random.Generator, rows: int, length: int, items: int) -> np.ndarray:
    history = generator.integers(1, items + 1, (rows, length))
    for row in range(rows):
        history[row, : int(generator.integers(0, length + 1))] = 0
    return history
