"""Product pictures of 32 x 32 pixels: the category's outline in the item's colour, and one half of the hidden style.

Four things tell the style, none of them exactly: proportions, strength of the pattern, tint of the background, fall of
the light. Place, direction of the pattern and exposure are chance, so that a model has to look.
"""

from __future__ import annotations

import numpy as np

from .silhouettes import SILHOUETTES
from .vocabulary import CATEGORIES

SIDE = 32
LOOKS = 4  # dimensions of the style that a picture tells
_PAINT = np.array([(45, 45, 50), (215, 215, 210), (130, 132, 136), (35, 50, 105), (190, 45, 45), (50, 135, 70),
                   (222, 190, 60), (120, 80, 50), (225, 140, 170), (60, 120, 200)], dtype=np.float64)  # as COLOURS
_SLIP = 0.3  # how far a photographer is off, in deviations of the style
_GRAIN = 4  # steps of brightness, for small files


def draw_pictures(
    category: np.ndarray, colour: np.ndarray, style: np.ndarray, random: np.random.Generator
) -> np.ndarray:
    """uint8 [items, SIDE, SIDE, 3], RGB, rows from the top; `style` [items, LOOKS] of deviation 1."""
    seen = style + random.normal(0, _SLIP, style.shape)
    chance = [np.stack([random.uniform(-0.08, 0.08), random.uniform(-0.08, 0.08), random.integers(0, 4),
                        random.normal(0, 5)]) for _ in category]
    return np.stack([_draw(*item) for item in zip(category, colour, seen, chance)])


def _draw(category: int, colour: int, style: np.ndarray, chance: np.ndarray) -> np.ndarray:
    right, down, direction, exposure = chance
    width = np.exp(0.2 * np.clip(style[0], -2, 2))
    row, column = np.mgrid[:SIDE, :SIDE]
    x = ((column + 0.5) / SIDE * 2 - 1 - right) / (0.75 * width)
    y = ((row + 0.5) / SIDE * 2 - 1 - down) / (0.75 / width)
    inside = SILHOUETTES[CATEGORIES[category].name](x, y)
    stripe = (row, column, row + column, row - column)[int(direction)] % 6 < 3
    strength = 0.6 / (1 + np.exp(-1.3 * style[1]))
    light = 1 + 0.16 * np.clip(style[3], -2.5, 2.5) * x
    item = _PAINT[colour] * (light * np.where(stripe, 1 - strength, 1))[..., None]
    background = np.array([205.0, 205.0, 205.0]) + 12 * np.clip(style[2], -3, 3) * np.array([1, 0, -1])
    pixels = np.where(inside[..., None], item, background) + exposure
    return (np.clip(pixels, 4, 255) // _GRAIN * _GRAIN).astype(np.uint8)
