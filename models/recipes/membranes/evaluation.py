"""Pixel error and intersection over union, with intervals over tiles of 128 × 128 pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from vision.intervals import Estimate, bootstrap

from .data import Slices

_TILE = 128


@dataclass(frozen=True)
class Scores:
    """Share of wrong pixels; intersection over union of membranes and of what they enclose."""

    pixel_error: Estimate
    membrane: Estimate
    inside: Estimate


def scores(predicted: np.ndarray, wanted: np.ndarray) -> Scores:
    """`predicted` and `wanted` bool [n, 512, 512]."""
    both, only, missed, neither = (_tiles(part) for part in (
        predicted & wanted, predicted & ~wanted, ~predicted & wanted, ~predicted & ~wanted))
    wrong = only + missed

    def share(hits: np.ndarray, all_of: np.ndarray) -> Estimate:
        return bootstrap(len(hits), lambda chosen: hits[chosen].sum() / all_of[chosen].sum())

    return Scores(share(wrong, both + wrong + neither), share(both, both + wrong), share(neither, neither + wrong))


def threshold_of(slices: Slices) -> tuple[float, int]:
    """Spread of the smoothing and level of gray below which the fewest pixels of these slices are wrong."""
    options = [(spread, level) for spread in (1.0, 1.5, 2.0, 3.0) for level in range(60, 160, 5)]
    smoothed = {spread: _smooth(slices.gray, spread) for spread in (1.0, 1.5, 2.0, 3.0)}
    return min(options, key=lambda option: ((smoothed[option[0]] < option[1]) != slices.membrane).mean())


def below(gray: np.ndarray, spread: float, level: int) -> np.ndarray:
    """The baseline: dark pixels of the smoothed slices."""
    return _smooth(gray, spread) < level


def _smooth(gray: np.ndarray, spread: float) -> np.ndarray:
    return np.stack([ndimage.gaussian_filter(one.astype(np.float32), spread) for one in gray])


def _tiles(mask: np.ndarray) -> np.ndarray:
    """Number of true pixels in each tile."""
    count, height, width = mask.shape
    return mask.reshape(count, height // _TILE, _TILE, width // _TILE, _TILE).sum(axis=(2, 4)).reshape(-1)
