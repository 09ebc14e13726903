"""Reads 4,317 photographs of flowers (Mamaev, Kaggle 2018) of 128 × 128 pixels."""

from __future__ import annotations

import csv
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from vision.decoding import decode
from vision.preprocess import geometry

LABELS = ("daisy", "dandelion", "rose", "sunflower", "tulip")
SOURCE = ("https://www.kaggle.com/datasets/alxmamaev/flowers-recognition (scaled to 128 × 128, zipped as flowers.zip, with "
          "split.csv: file,label,split; test where the SHA-1 of the path modulo 5 is 0)")
SIDE, CROP = 72, 64
PREPROCESS: dict[str, Any] = {"resize": SIDE, "crop": CROP, "mean": 0.45, "std": 0.27}


@dataclass(frozen=True)
class Photographs:
    """pixels uint8 [n, 72, 72, 3]; labels int64 [n]."""

    pixels: np.ndarray
    labels: np.ndarray

    def take(self, rows: np.ndarray | slice) -> "Photographs":
        return Photographs(self.pixels[rows], self.labels[rows])


def load(folder: Path) -> tuple[Photographs, Photographs]:
    """The training and the test photographs of split.csv, resized."""
    if not (folder / "flowers.zip").is_file():
        raise SystemExit(f"No 'flowers.zip' in '{folder}': the original is at {SOURCE}; pass its folder as --data.")
    rows = list(csv.DictReader((folder / "split.csv").open(encoding="utf-8")))
    with zipfile.ZipFile(folder / "flowers.zip") as archive:
        return tuple(_read(archive, [row for row in rows if row["split"] == split]) for split in ("train", "test"))


def _read(archive: zipfile.ZipFile, rows: list[dict[str, str]]) -> Photographs:
    pixels = np.stack([geometry(decode(archive.read(row["file"])), {"resize": SIDE, "crop": SIDE}) for row in rows])
    return Photographs(pixels, np.array([LABELS.index(row["label"]) for row in rows]))
