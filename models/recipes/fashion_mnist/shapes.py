"""Synthetic images for the golden cases: drawn shapes and seeded noise, nothing of the data set."""

from __future__ import annotations

import numpy as np


def drawn(count: int, seed: int) -> np.ndarray:
    """float32 [count, 1, 28, 28] in 0..1, a multiple of 1/255: cycles through disk, frame, stripes, noise and blank."""
    random = np.random.default_rng(seed)
    painters = (_disk, _frame, _stripes, _noise, _blank)
    images = np.stack([painters[index % len(painters)](random) for index in range(count)])
    return (np.round(images * 255) / 255).astype(np.float32)[:, None]


def _disk(random: np.random.Generator) -> np.ndarray:
    row, column = np.mgrid[0:28, 0:28]
    return ((row - 13.5) ** 2 + (column - 13.5) ** 2 < random.integers(5, 12) ** 2) * random.uniform(0.5, 1)


def _frame(random: np.random.Generator) -> np.ndarray:
    image = np.zeros((28, 28))
    left, right = random.integers(2, 8), random.integers(18, 26)
    image[3:25, left:right] = random.uniform(0.5, 1)
    image[6:22, left + 3:right - 3] = 0
    return image


def _stripes(random: np.random.Generator) -> np.ndarray:
    return (np.arange(28) // random.integers(2, 5) % 2)[:, None] * np.full((28, 28), random.uniform(0.3, 1))


def _noise(random: np.random.Generator) -> np.ndarray:
    return random.random((28, 28))


def _blank(random: np.random.Generator) -> np.ndarray:
    return np.zeros((28, 28))
