"""From a sound to the tensor of a model, by the settings `preprocess` of model.yaml.

The order: mean of the channels, resampling to `sample-rate`, cutting to `length`, normalisation over what is left,
padding to `length` with zeros at the end, features.
"""

from __future__ import annotations

from typing import Any, Mapping

import numpy as np

from . import features
from .resampling import resample
from .sound import Sound

DEFAULT_RATE = 16000


def tensor(sound: Sound, settings: Mapping[str, Any]) -> np.ndarray:
    """The row for the model: float32 [samples], [frames, bins] or, with `layout: nft`, [bins, frames]."""
    rate = settings.get("sample-rate", DEFAULT_RATE)
    samples = resample(sound.mono, sound.rate, rate)
    length = settings.get("length", len(samples))
    samples = samples[:length]
    if settings.get("normalize", "none") == "utterance":
        samples = features.normalise(samples)
    samples = np.pad(samples, (0, length - len(samples)))
    row = _features(samples, rate, settings)
    return np.ascontiguousarray(row.T if settings.get("layout") == "nft" else row).astype(np.float32)


def _features(samples: np.ndarray, rate: int, settings: Mapping[str, Any]) -> np.ndarray:
    kind = settings.get("features", "waveform")
    if kind == "waveform":
        return samples
    mel = mel_of(settings.get("mel", {}))
    if kind == "mel":
        return features.mel_spectrogram(samples, rate, mel)
    return features.mfcc(samples, rate, mel, **settings.get("mfcc", {}))


def mel_of(settings: Mapping[str, Any]) -> features.Mel:
    """`mel` of model.yaml; times are written with their unit, as in `25ms`."""
    values = {key: float(value.removesuffix("ms")) if isinstance(value, str) and value.endswith("ms") else value
              for key, value in settings.items()}
    return features.Mel(**values)
