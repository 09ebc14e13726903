"""What `preprocess` of a model.yaml makes of a picture, in Pillow and numpy; the service's Java is compared with it.

Order: decode, EXIF orientation, transparent parts over `background`, colour, resize, crop, pad to `multiple`, range, mean and
std, layout. Until the range all values are integers of 8 bits; resizing is Pillow's own, with its rounding after each of the two
directions. Lengths: with `shortest` the longer side is floor(long·number / short), as torchvision has it; with `letterbox`
the other side is rounded half up and is 1 at least, left and top get the smaller half of the rest. A crop begins at the
half of the rest, rounded half to even; where the picture is smaller it is padded first, left and top by the half's floor.
"""

from __future__ import annotations

from typing import Any, Mapping

import numpy as np
from PIL import Image

from .decoding import WHITE, decode

FILTERS = {"bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC, "nearest": Image.NEAREST}
KEYS = {"input", "color", "resize", "fit", "interpolation", "crop", "fill", "multiple", "range", "mean", "std", "layout",
        "background"}


def tensor(content: bytes, settings: Mapping[str, Any]) -> np.ndarray:
    """float32 [channels, height, width], or [height, width, channels] with layout nhwc, of one file."""
    return prepare(decode(content, settings.get("background", WHITE)), settings)


def prepare(pixels: np.ndarray, settings: Mapping[str, Any]) -> np.ndarray:
    """As `tensor`, of upright RGB pixels uint8 [height, width, 3]."""
    unknown = set(settings) - KEYS
    if unknown:
        raise ValueError(f"unknown keys of preprocess: {sorted(unknown)}")
    return scale(geometry(colour(pixels, settings.get("color", "rgb")), settings), settings)


def colour(pixels: np.ndarray, name: str) -> np.ndarray:
    """uint8 [height, width, 3 or 1]; gray as Pillow's L."""
    if name == "gray":
        weighted = pixels.astype(np.int64) @ np.array([19595, 38470, 7471])
        return ((weighted + 0x8000) >> 16).astype(np.uint8)[:, :, None]
    return {"rgb": pixels, "bgr": pixels[:, :, ::-1]}[name]


def geometry(pixels: np.ndarray, settings: Mapping[str, Any]) -> np.ndarray:
    """Resized, cropped and padded: uint8 [height, width, channels]."""
    fill = settings.get("fill", 0)
    if "resize" in settings:
        pixels = _resize(pixels, settings["resize"], settings, fill)
    if "crop" in settings:
        pixels = _crop(pixels, _pair(settings["crop"]), fill)
    multiple = settings.get("multiple", 1)
    height, width = pixels.shape[:2]
    return _pad(pixels, 0, -height % multiple, 0, -width % multiple, fill)


def scale(pixels: np.ndarray, settings: Mapping[str, Any]) -> np.ndarray:
    """The range, mean and std, and the layout: float32."""
    low, high = settings.get("range", (0, 1))
    mean, std = np.asarray(settings.get("mean", 0.0)), np.asarray(settings.get("std", 1.0))
    values = ((low + pixels * ((high - low) / 255) - mean) / std).astype(np.float32)
    return values if settings.get("layout", "nchw") == "nhwc" else np.ascontiguousarray(values.transpose(2, 0, 1))


def _resize(pixels: np.ndarray, target: Any, settings: Mapping[str, Any], fill: int) -> np.ndarray:
    height, width = pixels.shape[:2]
    fit = settings.get("fit", "shortest" if isinstance(target, int) else "stretch")
    kind = FILTERS[settings.get("interpolation", "bilinear")]
    if fit == "stretch":
        return _resample(pixels, *_pair(target), kind)
    if fit == "shortest":
        short = min(height, width)
        return _resample(pixels, target * height // short, target * width // short, kind)
    rows, columns = _pair(target)
    if rows * width <= columns * height:
        inner = rows, max(1, (2 * width * rows + height) // (2 * height))
    else:
        inner = max(1, (2 * height * columns + width) // (2 * width)), columns
    top, left = (rows - inner[0]) // 2, (columns - inner[1]) // 2
    return _pad(_resample(pixels, *inner, kind), top, rows - inner[0] - top, left, columns - inner[1] - left, fill)


def _resample(pixels: np.ndarray, height: int, width: int, kind: int) -> np.ndarray:
    image = Image.fromarray(np.ascontiguousarray(pixels[:, :, 0] if pixels.shape[2] == 1 else pixels))
    return np.array(image.resize((width, height), kind)).reshape(height, width, pixels.shape[2])


def _crop(pixels: np.ndarray, size: tuple[int, int], fill: int) -> np.ndarray:
    rest = [max(wanted - there, 0) for wanted, there in zip(size, pixels.shape)]
    pixels = _pad(pixels, rest[0] // 2, rest[0] - rest[0] // 2, rest[1] // 2, rest[1] - rest[1] // 2, fill)
    top, left = (round((there - wanted) / 2) for wanted, there in zip(size, pixels.shape))
    return pixels[top:top + size[0], left:left + size[1]]


def _pad(pixels: np.ndarray, top: int, bottom: int, left: int, right: int, fill: int) -> np.ndarray:
    return np.pad(pixels, ((top, bottom), (left, right), (0, 0)), constant_values=fill)


def _pair(size: Any) -> tuple[int, int]:
    return (size, size) if isinstance(size, int) else tuple(size)
