"""From a log-mel spectrogram to a waveform (Griffin & Lim 1984; with momentum, Perraudin, Balazs & Søndergaard 2013)."""

from __future__ import annotations

import numpy as np

from .features import Mel, frame_window, mel_filters, spectrum

MOMENTUM = 0.99


def magnitudes(mel_frames: np.ndarray, rate: int, mel: Mel) -> np.ndarray:
    """[frames, bins] → [frames, fft/2 + 1]: the filters' pseudo-inverse, negative values set to zero."""
    values = np.exp(mel_frames) if mel.log == "natural" else 10.0**mel_frames if mel.log == "log10" else mel_frames
    linear = np.maximum(values @ np.linalg.pinv(mel_filters(rate, mel)).T, 0)
    return linear ** (1 / mel.power)


def griffin_lim(mel_frames: np.ndarray, rate: int, mel: Mel, iterations: int = 32, seed: int = 0) -> np.ndarray:
    """float [frames, bins] → float64 [(frames - 1)·hop]; phases begin at random."""
    target = magnitudes(np.asarray(mel_frames, np.float64), rate, mel)
    phases = np.exp(2j * np.pi * np.random.default_rng(seed).random(target.shape))
    previous = np.zeros_like(phases)
    for _ in range(iterations):
        rebuilt = spectrum(_overlap(target * phases, rate, mel), rate, mel)[: len(target)]
        phases = rebuilt - MOMENTUM / (1 + MOMENTUM) * previous
        phases /= np.maximum(np.abs(phases), 1e-12)
        previous = rebuilt
    return _overlap(target * phases, rate, mel)


def _overlap(frames: np.ndarray, rate: int, mel: Mel) -> np.ndarray:
    """The inverse transform: windowed frames added up, divided by the sum of the squared windows; the padding is cut
    off."""
    hop, window = mel.samples(mel.hop, rate), frame_window(rate, mel)
    pieces = np.fft.irfft(frames, n=mel.fft, axis=1) * window
    length = (len(frames) - 1) * hop + mel.fft
    sound, weight = np.zeros(length), np.zeros(length)
    for index, piece in enumerate(pieces):
        sound[index * hop:index * hop + mel.fft] += piece
        weight[index * hop:index * hop + mel.fft] += window**2
    half = mel.fft // 2
    return (sound / np.maximum(weight, 1e-3))[half:length - half]
