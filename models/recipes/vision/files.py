"""Drawn pictures as files of every kind that the service reads."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any, Iterator

import numpy as np
from PIL import Image

from . import drawn

_ORIENTATION = 0x0112


def exact() -> Iterator[tuple[str, bytes]]:
    """Name and content of files whose pixels no decoder may change."""
    colours, small = drawn.scene(66, 90), Image.fromarray(drawn.scene(25, 36, 1))
    clear = np.dstack([drawn.scene(25, 36, 2), drawn.cover(25, 36)])
    faded = Image.fromarray(clear)
    yield "rgb.png", save(Image.fromarray(colours), "PNG")
    yield "rgb-odd.png", save(Image.fromarray(drawn.scene(37, 53, 3)), "PNG")
    yield "rgb-one-pixel.png", save(Image.fromarray(drawn.scene(1, 1, 4)), "PNG")
    yield "rgb-one-column.png", save(Image.fromarray(drawn.scene(31, 1, 5)), "PNG")
    yield "rgb-one-row.png", save(Image.fromarray(drawn.scene(1, 31, 5)), "PNG")
    yield "rgb-16-bits.png", png(np.arange(20 * 24 * 3, dtype=np.uint16).reshape(20, 24, 3) * 45, 2)
    yield "rgb-orientation-8.png", save(small, "PNG", orientation=8)
    yield "rgba.png", save(faded, "PNG")
    yield "gray.png", save(small.convert("L"), "PNG")
    yield "gray-1-bit.png", save(small.convert("1"), "PNG")
    yield "gray-4-bits.png", png(np.arange(20 * 24, dtype=np.uint8).reshape(20, 24) % 16, 0, bits=4)
    yield "gray-16-bits.png", png(np.arange(20 * 24, dtype=np.uint16).reshape(20, 24) * 136, 0)
    yield "gray-alpha.png", save(faded.convert("LA"), "PNG")
    yield "palette.png", save(small.quantize(60), "PNG")
    yield "palette-2-bits.png", save(small.quantize(4), "PNG", bits=2)
    yield "palette-transparent.png", save(small.quantize(16), "PNG", transparency=bytes(range(0, 256, 17)))
    yield "rgb.bmp", save(small, "BMP")
    yield "gray.bmp", save(small.convert("L"), "BMP")
    yield "palette.bmp", save(small.quantize(60), "BMP")
    yield "black-and-white.bmp", save(small.convert("1"), "BMP")
    yield "palette.gif", save(small.quantize(60), "GIF")
    yield "gray.gif", save(small.convert("L"), "GIF")
    yield "transparent.gif", save(small.quantize(16), "GIF", transparency=3)
    frames = [small.quantize(32), Image.fromarray(drawn.scene(25, 36, 6)).quantize(32)]
    yield "animated.gif", save(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100, loop=0)
    yield "lossless.webp", save(small, "WEBP", lossless=True)
    yield "lossless-alpha.webp", save(faded, "WEBP", lossless=True, exact=True)
    yield "lossless-orientation-6.webp", save(small, "WEBP", lossless=True, orientation=6)


def lossy() -> Iterator[tuple[str, bytes]]:
    """Name and content of files that decoders may read with a few levels of difference."""
    picture, odd = Image.fromarray(drawn.scene(66, 90, 7)), Image.fromarray(drawn.scene(37, 53, 8))
    for quality in (30, 75, 95):
        for sampling, name in enumerate(("444", "422", "420")):
            yield f"q{quality}-{name}.jpg", save(picture, "JPEG", quality=quality, subsampling=sampling)
    for orientation in range(1, 9):
        turned = Image.fromarray(drawn.scene(17, 26, 9))
        yield f"orientation-{orientation}.jpg", save(turned, "JPEG", quality=95, subsampling=0, orientation=orientation)
    yield "odd-420.jpg", save(odd, "JPEG", quality=85, subsampling=2)
    yield "progressive-420.jpg", save(odd, "JPEG", quality=85, subsampling=2, progressive=True)
    yield "gray.jpg", save(odd.convert("L"), "JPEG", quality=85)
    yield "cmyk.jpg", save(_with_black(odd), "JPEG", quality=95, subsampling=0)
    yield "one-pixel.jpg", save(Image.fromarray(drawn.scene(1, 1, 4)), "JPEG", quality=90)
    yield "q80.webp", save(picture, "WEBP", quality=80)
    yield "odd-q60.webp", save(odd, "WEBP", quality=60)
    yield "alpha-q90.webp", save(Image.fromarray(np.dstack([drawn.scene(37, 53, 8), drawn.cover(37, 53)])), "WEBP", quality=90)


def save(image: Image.Image, kind: str, orientation: int | None = None, **options: Any) -> bytes:
    """The file that Pillow writes; with `orientation` as its EXIF says."""
    if orientation is not None:
        exif = Image.Exif()
        exif[_ORIENTATION] = orientation
        options["exif"] = exif.tobytes()
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def png(samples: np.ndarray, colour_type: int, bits: int = 16) -> bytes:
    """A PNG of 4 or 16 bits a sample, which Pillow does not write: uint [height, width(, 3)], the width even for 4."""
    height, width = samples.shape[:2]
    rows = samples.astype(">u2").reshape(height, -1).view(np.uint8) if bits == 16 else samples[:, ::2] << 4 | samples[:, 1::2]
    lines = b"".join(b"\0" + row.tobytes() for row in rows)
    header = struct.pack(">IIBBBBB", width, height, bits, colour_type, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(lines, 9)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _with_black(image: Image.Image) -> Image.Image:
    """CMYK with a black channel that is not empty."""
    inks = np.array(image.convert("CMYK")).astype(np.int32)
    black = inks[:, :, :3].min(axis=2, keepdims=True) // 2
    return Image.fromarray(np.concatenate([inks[:, :, :3] - black, black], axis=2).astype(np.uint8), "CMYK")
