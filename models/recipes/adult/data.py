"""The Adult data as columns: https://archive.ics.uci.edu/dataset/2/adult (CC BY 4.0), files adult.data and adult.test."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tabular.schema import Schema

from .features import COLUMNS, SCHEMA

SOURCE = "https://archive.ics.uci.edu/dataset/2/adult"
LABELS = ("at most 50K", "more than 50K")
VALIDATION = 0.15  # of adult.data, drawn with SPLIT_SEED
SPLIT_SEED = 7
NUMBERS = [feature.name for feature in SCHEMA.columns("numbers")]
CATEGORIES = SCHEMA.columns("categories")


@dataclass(frozen=True)
class Columns:
    """numbers float32 [n, 6], categories int64 [n, 8], labels int64 [n]."""

    numbers: np.ndarray
    categories: np.ndarray
    labels: np.ndarray

    def __len__(self) -> int:
        return len(self.labels)

    def take(self, rows: np.ndarray) -> "Columns":
        return Columns(self.numbers[rows], self.categories[rows], self.labels[rows])


@dataclass(frozen=True)
class Splits:
    """Training and validation rows of adult.data, all rows of adult.test."""

    train: Columns
    validation: Columns
    test: Columns


def load(folder: Path) -> Splits:
    """The official test split; validation rows are drawn from the others."""
    known, test = columns(rows(folder / "adult.data")), columns(rows(folder / "adult.test"))
    order = np.random.default_rng(SPLIT_SEED).permutation(len(known))
    kept = round(len(known) * (1 - VALIDATION))
    return Splits(known.take(np.sort(order[:kept])), known.take(np.sort(order[kept:])), test)


def rows(file: Path) -> list[tuple[dict[str, Any], int]]:
    """Each row by feature name, as a caller would write it ("?" is absent), and its label."""
    if not file.is_file():
        raise SystemExit(f"{file} is missing: adult.data and adult.test are at {SOURCE}")
    result = []
    for line in file.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.rstrip(".").split(",")]
        if len(cells) == len(COLUMNS) + 1:
            row = {name: cell for name, cell in zip(COLUMNS, cells) if cell != "?"}
            result.append((row | {name: int(row[name]) for name in NUMBERS}, int(cells[-1] == ">50K")))
    return result


def columns(table: list[tuple[dict[str, Any], int]], schema: Schema = SCHEMA) -> Columns:
    """The tensors of rows."""
    numbers = np.array([[row[name] for name in NUMBERS] for row, _ in table], np.float32)
    places = [{value: place for place, value in enumerate(feature.values)} for feature in CATEGORIES]
    categories = np.array([
        [place[row[feature.name]] if feature.name in row else feature.missing_index
         for feature, place in zip(CATEGORIES, places)] for row, _ in table], np.int64)
    return Columns(numbers, categories, np.array([label for _, label in table], np.int64))
