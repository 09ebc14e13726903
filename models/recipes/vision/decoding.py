"""From a file to RGB pixels, by Pillow: upright by its EXIF orientation, over a ground where it is transparent.

Samples of 16 bits keep their high byte. CMYK becomes RGB without a profile: r = (255 - k) - round(c·(255 - k) / 255), and so
on. Colour profiles and gamma of other files are ignored too. Of an animation the first frame counts.
"""

from __future__ import annotations

import io
from typing import Sequence

import numpy as np
from PIL import Image, ImageOps

WHITE = (255, 255, 255)


def decode(content: bytes, background: Sequence[int] = WHITE) -> np.ndarray:
    """uint8 [height, width, 3] of a JPEG, PNG, WebP, GIF or BMP file."""
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
    if image.mode.startswith("I"):
        return np.repeat((np.asarray(image) >> 8).astype(np.uint8)[:, :, None], 3, axis=2)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        return _over(np.asarray(image.convert("RGBA")), background)
    return np.array(image.convert("RGB"))


def _over(pixels: np.ndarray, background: Sequence[int]) -> np.ndarray:
    """c·a + b·(255 - a), divided by 255 and rounded to the nearest, for each channel."""
    colours, alpha = pixels[:, :, :3].astype(np.int32), pixels[:, :, 3:].astype(np.int32)
    return ((colours * alpha + np.asarray(background, np.int32) * (255 - alpha) + 127) // 255).astype(np.uint8)
