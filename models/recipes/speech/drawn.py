"""Sounds made from formulas and seeded noise, nothing of any data set: for golden cases and tests."""

from __future__ import annotations

import numpy as np


def chirp(rate: int, seconds: float, low: float, high: float, level: float = 0.6) -> np.ndarray:
    """A tone that rises linearly from `low` to `high` Hz and fades in and out; float64 [n]."""
    time = _time(rate, seconds)
    phase = 2 * np.pi * (low * time + (high - low) * time**2 / (2 * seconds))
    return level * np.sin(np.pi * time / seconds) * np.sin(phase)


def tones(rate: int, seconds: float, *frequencies: float) -> np.ndarray:
    """The sum of steady tones, each a third softer than the one before."""
    time = _time(rate, seconds)
    return sum(0.5 * 0.66**index * np.sin(2 * np.pi * frequency * time) for index, frequency in enumerate(frequencies))


def bursts(rate: int, seconds: float, seed: int, count: int = 3) -> np.ndarray:
    """Noise that comes in `count` bursts; digital silence between them."""
    random = np.random.default_rng(seed)
    length = len(_time(rate, seconds))
    envelope = np.maximum(0, np.sin(2 * np.pi * count * np.arange(length) / length))
    return np.clip(0.3 * envelope * random.standard_normal(length), -1, 1)


def vowels(rate: int, seconds: float, seed: int) -> np.ndarray:
    """Something like a voice: a pulse train with a falling pitch and moving formants, some noise below it."""
    random = np.random.default_rng(seed)
    time = _time(rate, seconds)
    pitch = 2 * np.pi * np.cumsum(140 - 40 * time / seconds) / rate
    formant = 500 + 300 * np.sin(2 * np.pi * 2.5 * time)
    harmonics = range(1, int(rate / 2 / 150))
    voice = sum(np.cos(k * pitch) / (1 + ((k * 120 - formant) / 180) ** 2) for k in harmonics)
    return 0.25 * voice / np.abs(voice).max() * (1 + np.sin(2 * np.pi * 4 * time)) + 0.002 * random.standard_normal(len(time))


def _time(rate: int, seconds: float) -> np.ndarray:
    return np.arange(round(rate * seconds)) / rate
