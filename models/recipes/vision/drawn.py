"""Pictures drawn from formulas, for golden cases and the tests of the service: nothing of any data set."""

from __future__ import annotations

import numpy as np


def scene(height: int, width: int, seed: int = 0) -> np.ndarray:
    """uint8 [height, width, 3]: a gradient, soft disks, a hard-edged bar and a little noise; no symmetry."""
    random = np.random.default_rng(seed)
    row, column = np.mgrid[0:height, 0:width]
    down, right = row / max(height - 1, 1), column / max(width - 1, 1)
    picture = np.stack([255 * right, 255 * down, 128 + 90 * np.sin(5 * right - 3 * down)], axis=2)
    for _ in range(4):
        centre, radius = random.random(2) * (height, width), (0.1 + 0.15 * random.random()) * min(height, width)
        distance = np.hypot(row + 0.5 - centre[0], column + 0.5 - centre[1])
        cover = np.clip(radius - distance + 0.5, 0, 1)[:, :, None]
        picture = picture * (1 - cover) + random.integers(0, 256, 3) * cover
    picture[height // 5:height // 4 + 1, width // 8:width // 2] = random.integers(0, 256, 3)
    return np.clip(picture + random.normal(0, 2, picture.shape), 0, 255).round().astype(np.uint8)


def cover(height: int, width: int) -> np.ndarray:
    """uint8 [height, width] of transparency: a ramp with a clear and a solid corner."""
    row, column = np.mgrid[0:height, 0:width]
    return np.clip((row + column) * 340 / max(height + width - 2, 1) - 40, 0, 255).astype(np.uint8)
