"""Reads the Olivetti faces (Samaria & Harter 1994): ten photographs of 64 × 64 pixels of each of 40 people."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Collection

import numpy as np
from PIL import Image

SOURCE = ("https://cam-orl.co.uk/facedatabase.html (scaled to 64 × 64 gray PNG, zipped as olivetti_64.zip: s01/01.png to "
          "s40/10.png)")
SIDE = 64
PREPROCESS: dict[str, Any] = {"color": "gray", "resize": [SIDE, SIDE], "mean": 0.5, "std": 0.25}
TRAINING, TEST = range(1, 31), range(31, 41)


@dataclass(frozen=True)
class Faces:
    """gray uint8 [n, 64, 64]; people int64 [n]."""

    gray: np.ndarray
    people: np.ndarray

    def of(self, people: Collection[int]) -> "Faces":
        chosen = np.isin(self.people, list(people))
        return Faces(self.gray[chosen], self.people[chosen])


def load(folder: Path) -> Faces:
    """All 400 photographs; people are numbered from 1."""
    if not (folder / "olivetti_64.zip").is_file():
        raise SystemExit(f"No 'olivetti_64.zip' in '{folder}': the original is at {SOURCE}; pass its folder as --data.")
    with zipfile.ZipFile(folder / "olivetti_64.zip") as archive:
        names = sorted(name for name in archive.namelist() if name.endswith(".png"))
        gray = np.stack([np.array(Image.open(io.BytesIO(archive.read(name))).convert("L")) for name in names])
    return Faces(gray, np.array([int(name.split("/")[0][1:]) for name in names]))
