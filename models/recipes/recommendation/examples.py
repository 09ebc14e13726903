"""Synthetic inputs for golden cases: random codes in range, never rows of a data set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np

from export.golden import Case
from recommendation.features import Field

ROWS = {"two rows": 2, "seven rows, the first unknown": 7}


@dataclass(frozen=True)
class Layout:
    """What a graph takes; parts that it does not take are zero or empty."""

    fields: Sequence[Field]
    numeric: int = 0  # columns
    history: int = 0  # length
    items: int = 0  # with an identity, in histories
    shared_history: bool = False  # one history for all rows
    words: int = 0  # known words
    text: Sequence[int] = ()  # lengths of the texts
    image: Sequence[int] = ()  # height and width


def cases(layout: Layout, tolerance: float = 1e-5) -> list[Case]:
    """One case per batch size. Of several rows the first is all unknown, with an empty history of its own."""
    generator = np.random.default_rng(11)
    return [Case(name, _inputs(generator, rows, layout), tolerance) for name, rows in ROWS.items()]


def _inputs(generator: np.random.Generator, rows: int, layout: Layout) -> dict[str, np.ndarray]:
    inputs = {"categorical": _categorical(generator, rows, layout.fields)}
    if layout.numeric:
        inputs["numeric"] = generator.normal(size=(rows, layout.numeric)).round(3).astype(np.float32)
    if layout.text:
        inputs["text"] = np.concatenate([_text(generator, rows, layout.words, each) for each in layout.text], axis=1)
    if layout.image:
        inputs["image"] = generator.integers(0, 256, (rows, *layout.image, 3), dtype=np.uint8)
    if layout.history:
        histories = 1 if layout.shared_history else rows
        inputs["history"] = _history(generator, histories, layout.history, layout.items)
    if rows > 2:
        for array in inputs.values():
            if len(array) == rows:
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


def _text(generator: np.random.Generator, rows: int, words: int, length: int) -> np.ndarray:
    text = generator.integers(1, words + 1, (rows, length))
    for row in range(rows):
        text[row, int(generator.integers(1, length + 1)) :] = 0
    return text


def _history(generator: np.random.Generator, rows: int, length: int, items: int) -> np.ndarray:
    history = generator.integers(1, items + 1, (rows, length))
    for row in range(rows):
        history[row, : int(generator.integers(0, length + 1))] = 0
    return history
