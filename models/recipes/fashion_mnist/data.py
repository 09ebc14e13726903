"""Reads the four IDX files of Fashion-MNIST (Xiao, Rasul & Vollgraf 2017, arXiv:1708.07747)."""

from __future__ import annotations

import gzip
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

LABELS = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")
SOURCE = "https://github.com/zalandoresearch/fashion-mnist (folder data/fashion, four .gz files)"


@dataclass(frozen=True)
class Split:
    """images float32 [n, 1, 28, 28] in 0..1; labels int64 [n] in 0..9."""

    images: np.ndarray
    labels: np.ndarray

    def take(self, rows: slice) -> "Split":
        return Split(self.images[rows], self.labels[rows])


def load(folder: Path) -> tuple[Split, Split]:
    """The official 60,000 training and 10,000 test images."""
    if not (folder / "train-images-idx3-ubyte.gz").is_file():
        raise SystemExit(f"No Fashion-MNIST in '{folder}': download it from {SOURCE} and pass its folder as --data.")
    return _split(folder, "train"), _split(folder, "t10k")


def _split(folder: Path, name: str) -> Split:
    pixels = _read_idx(folder / f"{name}-images-idx3-ubyte.gz")
    labels = _read_idx(folder / f"{name}-labels-idx1-ubyte.gz")
    return Split((pixels[:, None] / np.float32(255)).astype(np.float32), labels.astype(np.int64))


def _read_idx(path: Path) -> np.ndarray:
    """An IDX file of unsigned bytes: two zero bytes, the type 0x08, the rank, big-endian sizes, then the values."""
    raw = gzip.decompress(path.read_bytes())
    zero, kind, rank = struct.unpack(">HBB", raw[:4])
    if zero != 0 or kind != 8:
        raise SystemExit(f"'{path}' is not an IDX file of bytes.")
    sizes = struct.unpack(f">{rank}I", raw[4:4 + 4 * rank])
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * rank).reshape(sizes)
