"""Rows of different lengths, with columns of equal length, in one file of NumPy arrays."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Mapping, Sequence

import numpy as np


def write(path: Path, rows: Sequence[Sequence[int]], **columns: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lengths = np.array([len(row) for row in rows])
    values = np.fromiter((value for row in rows for value in row), np.int32, int(lengths.sum()))
    np.savez_compressed(path, values=values, lengths=lengths, **columns)


def read(path: Path) -> tuple[list[np.ndarray], dict[str, np.ndarray]]:
    """The rows and the columns that `write` wrote."""
    with np.load(path) as arrays:
        rows = np.split(arrays["values"], np.cumsum(arrays["lengths"])[:-1])
        return rows, {name: arrays[name] for name in arrays.files if name not in ("values", "lengths")}


def whole(path: Path, columns: Mapping[str, np.ndarray]) -> None:
    """Writes columns so that whoever finds the file finds all of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    started = path.with_suffix(".part")
    with started.open("wb") as file:
        np.savez_compressed(file, **columns)
    os.replace(started, path)
