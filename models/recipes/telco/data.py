"""Customers and what they are said to have written.

Rows: https://github.com/IBM/telco-customer-churn-on-icp4d, data/Telco-Customer-Churn.csv. Texts, by gpt-3.5-turbo for Beata
Faron (Kaggle), as feedback_gpt35_synthetic.csv with columns customerID and CustomerFeedback; they were written with the answer
at hand, so they give it away.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from text.tokenizer import Tokenizer

from .features import MOST_TOKENS, ROW

SOURCE = "https://github.com/IBM/telco-customer-churn-on-icp4d (data/Telco-Customer-Churn.csv)"
LABELS = ("stays", "leaves")
SPLIT_SEED = 0
TEST, VALIDATION = 0.2, 0.1
NUMBERS, CATEGORIES = ROW.columns("numbers"), ROW.columns("categories")


@dataclass(frozen=True)
class Customer:
    """The row by feature name as a caller would write it, the text, whether the customer left (1)."""

    row: dict[str, Any]
    text: str
    label: int


@dataclass(frozen=True)
class Columns:
    """numbers float32 [n, 8], categories int64 [n, 11], texts, labels int64 [n]."""

    numbers: np.ndarray
    categories: np.ndarray
    texts: list[str]
    labels: np.ndarray

    @classmethod
    def of(cls, customers: list[Customer]) -> "Columns":
        numbers = np.array([[each.row.get(feature.name, np.nan) for feature in NUMBERS] for each in customers], np.float32)
        categories = np.array([[feature.values.index(each.row[feature.name]) for feature in CATEGORIES]
                               for each in customers], np.int64)
        return cls(numbers, categories, [each.text for each in customers],
                   np.array([each.label for each in customers], np.int64))


@dataclass(frozen=True)
class Splits:
    train: Columns
    validation: Columns
    test: Columns


def load(folder: Path) -> Splits:
    """70 % train, 10 % validate, 20 % test, each with the same share of leavers."""
    return Splits(*(Columns.of(each) for each in split(customers(folder))))


def split(everyone: list[Customer]) -> tuple[list[Customer], list[Customer], list[Customer]]:
    """Among stayers and leavers apart, in the order of numpy's `default_rng(0)`: the last fifth tests, a tenth before it
    validates."""
    random, parts = np.random.default_rng(SPLIT_SEED), ([], [], [])
    for label in (0, 1):
        rows = random.permutation([place for place, each in enumerate(everyone) if each.label == label])
        test, validation = round(len(rows) * TEST), round(len(rows) * VALIDATION)
        cuts = np.split(rows, [len(rows) - test - validation, len(rows) - test])
        for part, chosen in zip(parts, cuts):
            part.extend(int(row) for row in chosen)
    train, validation, test = ([everyone[row] for row in sorted(part)] for part in parts)
    return train, validation, test


def customers(folder: Path) -> list[Customer]:
    """All of them, in the order of the file."""
    rows, texts = folder / "Telco-Customer-Churn.csv", folder / "feedback_gpt35_synthetic.csv"
    for file in (rows, texts):
        if not file.is_file():
            raise SystemExit(f"{file} is missing: rows are at {SOURCE}, the texts' origin is in telco/data.py")
    with texts.open(encoding="utf-8", newline="") as text:
        written = {cells["customerID"]: cells["CustomerFeedback"] for cells in csv.DictReader(text)}
    with rows.open(encoding="utf-8", newline="") as text:
        return [Customer(_row(cells), written.get(cells["customerID"], ""), int(cells["Churn"] == "Yes"))
                for cells in csv.DictReader(text)]


def tokens(tokenizer: Tokenizer, texts: list[str]) -> dict[str, np.ndarray]:
    """input_ids and attention_mask, int64 [n, t], padded to the longest and a multiple of eight."""
    rows = [tokenizer.encode(text, most=MOST_TOKENS).ids for text in texts]
    length = -(-max(map(len, rows)) // 8) * 8
    ids = np.zeros((len(rows), length), np.int64)
    mask = np.zeros_like(ids)
    for place, row in enumerate(rows):
        ids[place, :len(row)] = row
        mask[place, :len(row)] = 1
    return {"input_ids": ids, "attention_mask": mask}


def _row(cells: dict[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {feature.name: cells[feature.name] for feature in CATEGORIES}
    for feature in NUMBERS:
        cell = cells[feature.name].strip()
        if feature.type == "boolean":
            row[feature.name] = cell in ("Yes", "1")
        elif cell:
            row[feature.name] = int(cell) if feature.type == "integer" else float(cell)
    return row
