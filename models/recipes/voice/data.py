"""Sentences spoken by one voice of espeak-ng, as symbols and mel spectrograms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np

from speech.espeak import Voice, speak
from speech.features import Mel, mel_spectrogram
from speech.resampling import resample

from .text import encode

RATE = 16000
MEL = Mel(floor=1e-5)  # 80 bands, 25 ms every 10 ms
VOICE = Voice("en-us", speed=150, pitch=50)
_EDGE = 480  # samples of silence at both ends


@dataclass(frozen=True)
class Spoken:
    """text; symbols int64 [t] with the edge symbol 0 at both ends; samples float64 at 16 kHz; mel float32 [frames,
    80]."""

    text: str
    symbols: np.ndarray
    samples: np.ndarray
    mel: np.ndarray


def spoken(texts: Sequence[str]) -> list[Spoken]:
    return [_spoken(text) for text in texts]


def _spoken(text: str) -> Spoken:
    sound = speak(text, VOICE)
    samples = resample(sound.mono, sound.rate, RATE)
    loud = np.flatnonzero(np.abs(samples) > 1e-3)
    samples = np.pad(samples[loud[0]:loud[-1] + 1], _EDGE)
    mel = mel_spectrogram(samples, RATE, MEL).astype(np.float32)
    return Spoken(text, np.pad(encode(text), 1), samples, mel)


@dataclass(frozen=True)
class Batch:
    """symbols int64 [n, t] and mel float32 [n, frames, 80], padded with zeros; both lengths; durations float32 [n, t]
    in frames."""

    symbols: np.ndarray
    mel: np.ndarray
    symbol_counts: np.ndarray
    frame_counts: np.ndarray
    durations: np.ndarray

    @staticmethod
    def of(items: Sequence[Spoken], durations: Sequence[np.ndarray] | None = None) -> "Batch":
        return Batch(
            symbols=_padded([item.symbols for item in items]),
            mel=_padded([item.mel for item in items]),
            symbol_counts=np.array([len(item.symbols) for item in items]),
            frame_counts=np.array([len(item.mel) for item in items]),
            durations=_padded([row.astype(np.float32) for row in durations or [np.zeros(1)] * len(items)]),
        )


def _padded(rows: Sequence[np.ndarray]) -> np.ndarray:
    longest = max(map(len, rows))
    return np.stack([np.pad(row, ((0, longest - len(row)), *[(0, 0)] * (row.ndim - 1))) for row in rows])


def shuffled(items: Sequence[Spoken], rows: int, random: np.random.Generator) -> list[np.ndarray]:
    """One epoch: numbers of items of similar length in batches, the batches in random order."""
    order = np.argsort([len(item.mel) + random.uniform(0, 40) for item in items])
    parts = [order[start:start + rows] for start in range(0, len(order), rows)]
    return [parts[index] for index in random.permutation(len(parts))]
