"""Small pictures as PNG files in one zip archive, the same bytes for the same pixels."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path
from typing import Iterable

import numpy as np

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def png(pixels: np.ndarray) -> bytes:
    """An RGB PNG of uint8 [height, width, 3]; each row is stored as its difference to the one above."""
    height, width, _ = pixels.shape
    rows = pixels.reshape(height, width * 3)
    above = np.concatenate([np.zeros((1, width * 3), np.uint8), rows[:-1]])
    filtered = np.concatenate([np.full((height, 1), 2, np.uint8), rows - above], axis=1)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(filtered.tobytes(), 9)) + (
        _chunk(b"IEND", b""))


def write_pictures(path: Path, names: Iterable[object], pictures: np.ndarray) -> None:
    """Writes `<name>.png` for each of uint8 [n, height, width, 3]; no times, no further compression."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, pixels in zip(names, pictures):
            archive.writestr(zipfile.ZipInfo(f"{name}.png", _FIRST_DAY), png(pixels))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
