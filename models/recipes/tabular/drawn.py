"""Invented rows, drawn from a schema and never from a data set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Callable, Mapping, Sequence

import numpy as np

from .schema import Feature, Schema

Row = dict[str, Any]


@dataclass(frozen=True)
class Habits:
    """How often a cell is absent, null, of a value that is not listed, or beyond its range."""

    missing: float = 0.0
    unknown: float = 0.0
    beyond: float = 0.0


USUAL = Habits()
SPARSE = Habits(missing=0.8)
WILD = Habits(missing=0.06, unknown=0.04, beyond=0.04)


def rows(
    schema: Schema, count: int, seed: int, habits: Habits = WILD,
    drawers: Mapping[str, Callable[[np.random.Generator], Any]] | None = None,
) -> list[Row]:
    """`count` rows; `drawers` draw the cells of features that have neither values nor a range, by name."""
    random = np.random.default_rng(seed)
    return [_row(schema, random, habits, drawers or {}) for _ in range(count)]


def background(schema: Schema, columns: Mapping[str, Sequence[Any]], count: int, seed: int) -> list[Row]:
    """Rows whose cells come from each feature's own distribution, independently, so that none is a row of the data.

    `columns` are the training values of each feature, None or NaN where missing. A number is a quantile, rounded to four digits.
    """
    random = np.random.default_rng(seed)
    table = {feature.name: _marginal(feature, columns[feature.name], count, random) for feature in schema
             if feature.type not in ("text", "image")}
    return [{name: cells[row] for name, cells in table.items() if cells[row] is not None} for row in range(count)]


def _marginal(feature: Feature, values: Sequence[Any], count: int, random: np.random.Generator) -> list[Any]:
    levels = random.permutation((np.arange(count) + 0.5) / count)
    present = [value for value in values if not _absent(value)]
    if feature.type in ("number", "integer"):
        numbers = np.quantile(np.array(present, float), levels)
        cells = [int(round(each)) if feature.type == "integer" else float(f"{each:.4g}") for each in numbers]
    elif feature.type == "date":
        days = np.quantile([date.fromisoformat(each).toordinal() for each in present], levels)
        cells = [date.fromordinal(int(each)).isoformat() for each in days]
    else:
        ordered = sorted(present)
        cells = [ordered[int(level * len(ordered))] for level in levels]
    absent = 1 - len(present) / len(values)
    return [None if feature.missing != "error" and random.random() < absent else cell for cell in cells]


def _absent(value: Any) -> bool:
    return value is None or (isinstance(value, float) and np.isnan(value))


def _row(schema: Schema, random: np.random.Generator, habits: Habits, drawers: Mapping[str, Any]) -> Row:
    row: Row = {}
    for feature in schema:
        chance = random.random()
        if feature.missing != "error" and chance < habits.missing:
            if chance < habits.missing / 2:
                row[feature.name] = None
        else:
            row[feature.name] = _cell(feature, random, habits, drawers)
    return row


def _cell(feature: Feature, random: np.random.Generator, habits: Habits, drawers: Mapping[str, Any]) -> Any:
    if feature.name in drawers:
        return drawers[feature.name](random)
    if feature.type == "category":
        unknown = feature.unknown != "error" and random.random() < habits.unknown
        return f"unheard of {random.integers(100)}" if unknown else str(random.choice(feature.values))
    if feature.type == "boolean":
        return bool(random.random() < 0.5)
    if feature.type == "date":
        return (date(2023, 1, 1) + timedelta(days=int(random.integers(0, 1200)))).isoformat()
    return _number(feature, random, habits)


def _number(feature: Feature, random: np.random.Generator, habits: Habits) -> float | int:
    low, high = feature.range or (0.0, 1.0)
    share = random.random() ** random.choice([1, 4])  # often near the lower end, where most amounts are
    value = low + share * (high - low)
    if feature.out_of_range != "error" and random.random() < habits.beyond:
        value = random.choice([low - (high - low), high + (high - low), high * 1e6, low])
    return int(value) if feature.type == "integer" else float(f"{value:.6g}")
