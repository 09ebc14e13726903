"""Chance for training sounds: speed, colour, level and noise; and masks over spectrograms."""

from __future__ import annotations

import numpy as np
import torch


def speed(samples: np.ndarray, factor: float) -> np.ndarray:
    """Plays float32 [n] `factor` times as fast: pitch, formants and tempo move together (linear interpolation)."""
    count = max(1, int(len(samples) / factor))
    return np.interp(np.arange(count) * factor, np.arange(len(samples)), samples).astype(np.float32)


def coloured(samples: np.ndarray, random: np.random.Generator, tilt: float = 0.6, echo: float = 0.5) -> np.ndarray:
    """Another microphone and room: a random tilt of the spectrum and, in a share `echo` of the cases, a short random
    echo."""
    result = samples.copy()
    result[1:] += random.uniform(-tilt, tilt) * samples[:-1]
    if random.random() < echo:
        for _ in range(3):
            delay = int(random.integers(20, 800))
            result[delay:] += random.uniform(-0.25, 0.25) * samples[:-delay] if delay < len(samples) else 0
    return result


def noisy(samples: np.ndarray, random: np.random.Generator, low: float = 10, high: float = 50) -> np.ndarray:
    """A random level, and white or reddish noise `low` to `high` decibels below the sound."""
    noise = random.standard_normal(len(samples)).astype(np.float32)
    if random.random() < 0.5:
        noise[1:] += 0.9 * noise[:-1]
    loudness = np.sqrt(np.mean(samples**2) + 1e-12)
    noise *= loudness / noise.std() * 10 ** (-random.uniform(low, high) / 20)
    level = 10 ** random.uniform(-1.7, -0.5) / loudness
    return ((samples + noise) * level).astype(np.float32)


def masked(spectrogram: torch.Tensor, bands: int, times: int, widest: int = 12) -> torch.Tensor:
    """SpecAugment (Park et al. 2019, arXiv:1904.08779): bands of channels and spans of frames of [n, c, frames] become
    zero."""
    n, channels, frames = spectrogram.shape
    keep = torch.ones(n, channels, frames)
    for row in range(n):
        for _ in range(bands):
            width = int(torch.randint(0, channels // 5 + 1, ()))
            start = int(torch.randint(0, channels - width + 1, ()))
            keep[row, start:start + width] = 0
        for _ in range(times):
            width = min(frames, int(torch.randint(0, widest + 1, ())))
            start = int(torch.randint(0, frames - width + 1, ()))
            keep[row, :, start:start + width] = 0
    return spectrogram * keep
