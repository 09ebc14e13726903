"""Pictures and the tensors that they become, for the tests of the service: `python3 -m vision.cases`.

Pictures are drawn from formulas (`drawn`, `files`); no data set is needed. For each some settings of `preprocess` and the
expected tensor: raw little-endian float32 without the axis of rows, gzipped. `index.json` lists
{file, preprocess, shape, tensor, sha256, tolerance, meanTolerance}: sha256 of the picture; the tolerances are absolute, of an
element and of the mean over the elements. Files that keep every pixel must come out equal, up to the rounding of floats;
of the others decoders may differ by some levels of 255: a few for JPEG, more at edges of colour for WebP, whose decoders
may interpolate colours as they like.

Debian: `apt install python3-pil`.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
from pathlib import Path
from typing import Any, Sequence

import numpy as np

from export.repository import write_json

from . import files
from .preprocess import tensor

_TARGET = Path(__file__).parents[3] / "src/test/resources/vision"
_ROUNDING = 1e-5

_IMAGENET = {"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}
SETTINGS: dict[str, dict[str, Any]] = {
    "whole": {"color": "rgb", "range": [0, 255]},
    "gray": {"color": "gray", "range": [0, 255]},
    "imagenet": {"resize": 32, "crop": 28, **_IMAGENET},
    "imagenet-bicubic": {"resize": 31, "crop": [28, 26], "interpolation": "bicubic", **_IMAGENET},
    "stretch": {"resize": [24, 20], "range": [0, 255]},
    "stretch-bicubic": {"resize": [20, 31], "interpolation": "bicubic", "range": [0, 255]},
    "stretch-nearest": {"resize": [23, 29], "interpolation": "nearest", "range": [0, 255]},
    "stretch-number": {"resize": 17, "fit": "stretch", "range": [0, 255]},
    "larger": {"resize": [41, 60], "color": "gray", "range": [0, 255]},
    "larger-bicubic": {"resize": [41, 60], "color": "gray", "interpolation": "bicubic", "range": [0, 255]},
    "larger-nearest": {"resize": [41, 60], "color": "gray", "interpolation": "nearest", "range": [0, 255]},
    "letterbox": {"resize": [32, 32], "fit": "letterbox", "fill": 114},
    "letterbox-tall": {"resize": [33, 20], "fit": "letterbox", "color": "gray", "interpolation": "bicubic", "fill": 255},
    "crop-larger": {"crop": [30, 41], "color": "gray", "fill": 9, "range": [0, 255]},
    "multiple": {"resize": 21, "multiple": 16, "fill": 128, "color": "gray", "mean": 0.5, "std": 0.25},
    "bgr-nhwc": {"resize": [15, 18], "color": "bgr", "range": [-1, 1], "layout": "nhwc"},
    "background": {"background": [10, 200, 60], "range": [0, 255]},
    "garment": {"color": "gray", "resize": 28, "fit": "letterbox"},
}
_ALL = tuple(name for name in SETTINGS if name != "background")
_SOME = ("whole", "gray")
_CHOSEN: dict[str, Sequence[str]] = {
    "rgb.png": _ALL,
    "rgb-odd.png": _ALL[2:],
    "rgb-one-pixel.png": ("whole", "imagenet", "letterbox", "multiple", "larger-bicubic"),
    "rgb-one-column.png": ("whole", "stretch", "letterbox", "larger-bicubic", "garment"),
    "rgb-one-row.png": ("whole", "stretch-bicubic", "letterbox-tall", "stretch-nearest"),
    "rgba.png": ("whole", "gray", "background", "imagenet"),
    "gray-alpha.png": ("whole", "gray", "background"),
    "palette-transparent.png": ("whole", "background"),
    "transparent.gif": ("whole", "background"),
    "lossless-alpha.webp": ("whole", "background"),
    "q75-420.jpg": ("whole", "gray", "imagenet", "letterbox"),
    "q80.webp": ("whole", "imagenet"),
    "orientation-6.jpg": ("whole", "imagenet", "letterbox-tall"),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="vision.cases", description="Writes pictures and the tensors they become.")
    parser.add_argument("--out", type=Path, default=_TARGET)
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    index = [entry for file, content in files.exact() for entry in _write(out, file, content, 0, 0)]
    for file, content in files.lossy():
        worst, mean = (80, 4) if file.endswith("webp") else (4, 0.5)
        index += _write(out, file, content, worst, mean)
    write_json(out / "index.json", index, indent=1)
    print(len(index), "cases,", sum(path.stat().st_size for path in out.iterdir()), "bytes")


def _write(out: Path, file: str, content: bytes, worst: float, mean: float) -> list[dict[str, Any]]:
    """Tolerances `worst` and `mean` in levels of 255."""
    (out / file).write_bytes(content)
    entries = []
    for name in _CHOSEN.get(file, _SOME[:1]):
        settings = SETTINGS[name]
        expected = tensor(content, settings)
        packed = f"{file}.{name}.f32.gz"
        (out / packed).write_bytes(gzip.compress(expected.astype("<f4").tobytes(), 9, mtime=0))
        entries.append({
            "file": file, "preprocess": settings, "shape": list(expected.shape), "tensor": packed,
            "sha256": hashlib.sha256(content).hexdigest(),
            "tolerance": _tolerance(worst, settings), "meanTolerance": _tolerance(mean, settings),
        })
    return entries


def _tolerance(levels: float, settings: dict[str, Any]) -> float:
    low, high = settings.get("range", (0, 1))
    level = (high - low) / 255 / np.min(settings.get("std", 1.0))
    return float(f"{_ROUNDING * max(1, high) + levels * level:.3g}")


if __name__ == "__main__":
    main()
