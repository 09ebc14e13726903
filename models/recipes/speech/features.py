"""Mel spectrograms, cepstral coefficients and utterance normalisation, as the service computes them outside a graph.

One frame: the sound is padded by reflection with fft/2 samples at both ends (`center`; a sound shorter than that is
reflected again and again), cut every `hop` samples into frames of `fft`, multiplied with a periodic Hann window of
`window` samples that lies in the frame's middle, Fourier-transformed; magnitude to the `power`. 1 + n // hop frames;
without `center` 1 + (n - fft) // hop, and one where the sound is shorter than a frame (zeros fill it). Triangular
filters between bins + 2 points that are equally spaced on the mel scale; `norm: slaney` divides each by half its
width in Hz. log(max(x, floor)). All in double precision; the tensor is rounded to float32 at the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Callable

import numpy as np

_LOGARITHMS: dict[str, Callable[[np.ndarray], np.ndarray]] = {"natural": np.log, "log10": np.log10}


@dataclass(frozen=True)
class Mel:
    """The settings `preprocess.mel` of model.yaml; `window` and `hop` in milliseconds, `low` and `high` in Hz."""

    bins: int = 80
    window: float = 25
    hop: float = 10
    fft: int = 512
    low: float = 0
    high: float = 8000
    scale: str = "htk"
    norm: str = "none"
    power: float = 2
    log: str = "natural"
    floor: float = 1e-10
    center: bool = True

    def samples(self, milliseconds: float, rate: int) -> int:
        return round(milliseconds * rate / 1000)


def normalise(samples: np.ndarray) -> np.ndarray:
    """Zero mean and unit variance over the sound, as wav2vec 2.0's feature extractor (`normalize: utterance`)."""
    return (samples - samples.mean()) / np.sqrt(samples.var() + 1e-7)


def mel_spectrogram(samples: np.ndarray, rate: int, mel: Mel = Mel()) -> np.ndarray:
    """float64 [n] → float64 [frames, bins]."""
    power = np.abs(spectrum(samples, rate, mel)) ** mel.power
    values = power @ mel_filters(rate, mel).T
    return values if mel.log == "none" else _LOGARITHMS[mel.log](np.maximum(values, mel.floor))


def mfcc(samples: np.ndarray, rate: int, mel: Mel = Mel(), coefficients: int = 13) -> np.ndarray:
    """The first coefficients of the orthonormal DCT-II of the mel spectrogram, float64 [frames, coefficients]."""
    bins = mel.bins
    angle = np.pi / bins * (np.arange(bins) + 0.5)[:, None] * np.arange(coefficients)[None, :]
    basis = np.cos(angle) * np.sqrt(2 / bins)
    basis[:, 0] /= np.sqrt(2)
    return mel_spectrogram(samples, rate, mel) @ basis


def spectrum(samples: np.ndarray, rate: int, mel: Mel) -> np.ndarray:
    """Short-time Fourier transform, complex [frames, fft/2 + 1]."""
    hop = mel.samples(mel.hop, rate)
    padded = np.pad(samples, mel.fft // 2, mode="reflect") if mel.center else samples
    padded = np.pad(padded, (0, max(0, mel.fft - len(padded))))
    frames = np.lib.stride_tricks.sliding_window_view(padded, mel.fft)[::hop]
    return np.fft.rfft(frames * frame_window(rate, mel), axis=1)


def frame_window(rate: int, mel: Mel) -> np.ndarray:
    """The Hann window in the middle of a frame, float64 [fft]."""
    length = mel.samples(mel.window, rate)
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(length) / length)
    left = (mel.fft - length) // 2
    return np.pad(hann, (left, mel.fft - length - left))


@lru_cache(maxsize=16)
def mel_filters(rate: int, mel: Mel) -> np.ndarray:
    """float64 [bins, fft/2 + 1]."""
    to_mel, to_hertz = _SCALES[mel.scale]
    low, high = to_mel(np.float64(mel.low)), to_mel(np.float64(mel.high))
    edges = to_hertz(np.linspace(low, high, mel.bins + 2))
    frequencies = np.arange(mel.fft // 2 + 1) * rate / mel.fft
    widths = np.diff(edges)
    rising = (frequencies[None, :] - edges[:-2, None]) / widths[:-1, None]
    falling = (edges[2:, None] - frequencies[None, :]) / widths[1:, None]
    filters = np.maximum(0, np.minimum(rising, falling))
    return filters * (2 / (edges[2:] - edges[:-2]))[:, None] if mel.norm == "slaney" else filters


def _htk_to_mel(hertz):
    return 2595 * np.log10(1 + hertz / 700)


def _htk_to_hertz(mels):
    return 700 * (10 ** (mels / 2595) - 1)


_SLANEY_STEP = np.log(6.4) / 27  # above 1000 Hz; below, 3 mels are 200 Hz (Slaney 1998, Auditory Toolbox)


def _slaney_to_mel(hertz):
    return np.where(hertz < 1000, hertz * 3 / 200, 15 + np.log(np.maximum(hertz, 1000) / 1000) / _SLANEY_STEP)


def _slaney_to_hertz(mels):
    return np.where(mels < 15, mels * 200 / 3, 1000 * np.exp(_SLANEY_STEP * (np.maximum(mels, 15) - 15)))


_SCALES = {"htk": (_htk_to_mel, _htk_to_hertz), "slaney": (_slaney_to_mel, _slaney_to_hertz)}
