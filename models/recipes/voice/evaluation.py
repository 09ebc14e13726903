"""How near the voice comes to espeak-ng's own speech, and whether digits are understood."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Sequence

import numpy as np

from digits.data import WORDS
from digits.restore import restore
from speech.ctc import restricted, transcribe
from speech.griffinlim import griffin_lim
from speech.measures import Estimate, bootstrap, word_error_rate

from .data import MEL, RATE, Spoken
from .network import Reader
from .training import read

_CEPSTRA = 13


def distortion(reader: Reader, held_out: Sequence[Spoken]) -> tuple[Estimate, Estimate]:
    """Mel-cepstral distortion in decibels, and the ratio of lengths; means over sentences."""
    values, ratios = [], []
    for item in held_out:
        mel = read(reader, item.symbols[1:-1])
        values.append(cepstral_distortion(mel, item.mel))
        ratios.append(len(mel) / len(item.mel))
    return _mean(values), _mean(ratios)


def cepstral_distortion(first: np.ndarray, second: np.ndarray) -> float:
    """10·√2 / ln 10 times the distance of 13 mel cepstra (without the level), averaged over the best warping of time
    (Kubichek 1993)."""
    distances = np.linalg.norm(_cepstra(first)[:, None] - _cepstra(second)[None, :], axis=2)
    return float(10 * np.sqrt(2) / np.log(10) * _warped_mean(distances))


def _cepstra(mel: np.ndarray) -> np.ndarray:
    """c_k of log|S| = Σ c_k·cos(kω); the logarithm of the amplitude is half of that of the power."""
    angle = np.pi / MEL.bins * (np.arange(MEL.bins) + 0.5)[:, None] * np.arange(1, _CEPSTRA + 1)[None, :]
    return (mel / 2) @ np.cos(angle) * 2 / MEL.bins


def _warped_mean(distances: np.ndarray) -> float:
    rows, columns = distances.shape
    total, steps = np.full((rows + 1, columns + 1), np.inf), np.zeros((rows + 1, columns + 1))
    total[0, 0] = 0
    for i in range(1, rows + 1):
        for j in range(1, columns + 1):
            before = min(((i - 1, j - 1), (i - 1, j), (i, j - 1)), key=total.__getitem__)
            total[i, j] = total[before] + distances[i - 1, j - 1]
            steps[i, j] = steps[before] + 1
    return float(total[rows, columns] / steps[rows, columns])


def understood(reader: Reader, strings: Sequence[Spoken], recogniser: Path) -> dict[str, Estimate]:
    """Word error rates of the digits recogniser on espeak-ng's speech, on its spectrograms and on the voice's by
    Griffin-Lim."""
    network, vocabulary = restore(recogniser)
    said = [item.text.split() for item in strings]
    sources: dict[str, Callable[[Spoken], np.ndarray]] = {
        "espeak-ng": lambda item: item.samples,
        "espeak-ng's spectrogram, Griffin-Lim": lambda item: griffin_lim(item.mel, RATE, MEL),
        "this voice, Griffin-Lim": lambda item: griffin_lim(read(reader, item.symbols[1:-1]), RATE, MEL),
    }
    rates = {}
    for name, source in sources.items():
        logits = transcribe(network, [source(item).astype(np.float32) for item in strings])
        rates[name] = word_error_rate(said, [restricted(rows, vocabulary, WORDS) for rows in logits])
    return rates


def _mean(values: Sequence[float]) -> Estimate:
    numbers = np.array(values)
    return bootstrap(len(numbers), lambda rows: float(numbers[rows].mean()))
