"""Resampling by a rational ratio with a windowed sinc, as the service does it.

With g = gcd(from, to), up = to / g, down = from / g, output n lies at n·down / up of the input's samples. It is the
sum of the input samples k with |n·down/up - k| <= W, weighted by sinc(c·u)·kaiser(u / W), u = n·down/up - k; sinc(x)
= sin(πx)/(πx); c = 0.95·min(1, to/from); W = 32·max(1, from/to): 32 zero crossings on each side at the lower Nyquist
frequency; Kaiser window I0(12·sqrt(1 - (u/W)²)) / I0(12). The weights of each of the `up` phases are divided by their
sum, so that a constant stays that constant. The sound is zero outside; the filter has no delay; there are ceil(n·to /
from) outputs. Equal rates: unchanged.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

CROSSINGS = 32
CUTOFF = 0.95
BETA = 12.0


def resample(samples: np.ndarray, source: int, target: int) -> np.ndarray:
    """float64 [n] at `source` Hz to float64 [ceil(n·target/source)] at `target` Hz."""
    if source == target or len(samples) == 0:
        return np.asarray(samples, np.float64)
    divisor = math.gcd(source, target)
    up, down = target // divisor, source // divisor
    weights, half = _phases(up, down)
    count = -(-len(samples) * up // down)
    padded = np.pad(np.asarray(samples, np.float64), (half, half + down + 1))
    result = np.empty(count)
    for phase in range(up):
        rows = np.arange(phase, count, up)
        start = rows * down // up  # in the padded sound this is `half` before the centre
        windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1)[start]
        result[rows] = windows @ weights[phase * down % up]
    return result


@lru_cache(maxsize=16)
def _phases(up: int, down: int) -> tuple[np.ndarray, int]:
    """weights [up, 2·half + 1]: row r is for outputs r/up after an input sample, column j for the sample j - half from
    it."""
    reach = CROSSINGS * max(up, down)  # W in units of 1/up
    half = reach // up + 1
    distance = np.arange(up)[:, None] - np.arange(-half, half + 1)[None, :] * up  # u in units of 1/up
    ratio = np.clip(distance / reach, -1, 1)
    window = np.i0(BETA * np.sqrt(1 - ratio**2)) / np.i0(BETA)
    weights = np.sinc(CUTOFF * min(1, up / down) * distance / up) * window * (np.abs(distance) <= reach)
    return weights / weights.sum(axis=1, keepdims=True), half
