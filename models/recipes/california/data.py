"""The districts as columns: https://github.com/ageron/handson-ml2, file datasets/housing/housing.csv (Pace and Barry, 1997)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .features import SCHEMA

SOURCE = "https://github.com/ageron/handson-ml2 (datasets/housing/housing.csv)"
SPLIT_SEED = 0
TEST, VALIDATION = 0.2, 0.1
CAP = 5.00001  # values above are written as this one
NUMBERS = [feature.name for feature in SCHEMA.columns("numbers")]
OCEAN = SCHEMA["ocean_proximity"]


@dataclass(frozen=True)
class Columns:
    """numbers float32 [n, 8], categories int64 [n, 1], values float32 [n] in 100,000 dollars."""

    numbers: np.ndarray
    categories: np.ndarray
    values: np.ndarray

    def __len__(self) -> int:
        return len(self.values)

    def take(self, rows: np.ndarray) -> "Columns":
        return Columns(self.numbers[rows], self.categories[rows], self.values[rows])


@dataclass(frozen=True)
class Splits:
    train: Columns
    validation: Columns
    test: Columns


def load(folder: Path) -> Splits:
    """The rows of the file in the order of numpy's `default_rng(0).permutation`: 70 % train, 10 % validate, the last 20 %
    test."""
    everything = columns(rows(folder))
    order = split(len(everything))
    return Splits(*(everything.take(np.sort(each)) for each in order))


def split(count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows of the file for training, validation and test."""
    order = np.random.default_rng(SPLIT_SEED).permutation(count)
    test, validation = round(count * TEST), round(count * VALIDATION)
    return order[:count - test - validation], order[count - test - validation:count - test], order[count - test:]


def rows(folder: Path) -> list[tuple[dict[str, Any], float]]:
    """Each row by feature name, as a caller would write it, and its value."""
    file = folder / "housing.csv"
    if not file.is_file():
        raise SystemExit(f"{file} is missing: it is at {SOURCE}")
    with file.open(encoding="utf-8", newline="") as text:
        return [(_row(cells), float(cells["median_house_value"]) / 1e5) for cells in csv.DictReader(text)]


def _row(cells: dict[str, str]) -> dict[str, Any]:
    numbers = {name: float(cells[name]) for name in NUMBERS if cells[name]}
    return numbers | {OCEAN.name: cells[OCEAN.name]}


def columns(table: list[tuple[dict[str, Any], float]]) -> Columns:
    """The tensors of rows."""
    numbers = np.array([[row.get(name, np.nan) for name in NUMBERS] for row, _ in table], np.float32)
    categories = np.array([[OCEAN.values.index(row[OCEAN.name])] for row, _ in table], np.int64)
    return Columns(numbers, categories, np.array([value for _, value in table], np.float32))
