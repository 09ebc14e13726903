"""Reads the labelled slices of ISBI 2012 (Cardona et al. 2010; Arganda-Carreras et al. 2015)."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

LABELS = ("inside", "membrane")  # of a pixel below and from the threshold
SOURCE = "https://github.com/zhixuhao/unet (folder data/membrane/train, zipped as membrane.zip with train/image and train/label)"
HELD_OUT = (2, 7, 12, 17, 22, 27)
PREPROCESS: dict[str, Any] = {"color": "gray", "multiple": 16, "fill": 128, "mean": 0.5, "std": 0.25}


@dataclass(frozen=True)
class Slices:
    """gray uint8 [n, 512, 512]; membrane bool [n, 512, 512]."""

    gray: np.ndarray
    membrane: np.ndarray


def load(folder: Path) -> tuple[Slices, Slices]:
    """24 slices to train and 6 to test, spread evenly over the stack."""
    if not (folder / "membrane.zip").is_file():
        raise SystemExit(f"No 'membrane.zip' in '{folder}': download it from {SOURCE} and pass its folder as --data.")
    training = [index for index in range(30) if index not in HELD_OUT]
    with zipfile.ZipFile(folder / "membrane.zip") as archive:
        return _slices(archive, training), _slices(archive, HELD_OUT)


def _slices(archive: zipfile.ZipFile, indices) -> Slices:
    return Slices(np.stack([_read(archive, f"train/image/{index}.png") for index in indices]),
                  np.stack([_read(archive, f"train/label/{index}.png") < 128 for index in indices]))


def _read(archive: zipfile.ZipFile, name: str) -> np.ndarray:
    return np.array(Image.open(io.BytesIO(archive.read(name))).convert("L"))
