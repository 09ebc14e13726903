"""Google Speech Commands (Warden 2018, arXiv:1804.03209), CC BY 4.0: the words bed, cat and happy, a part of each split.

The data: http://download.tensorflow.org/data/speech_commands_v0.01.tar.gz, folders bed, cat and happy. Of each word
and split the clips whose file names have the lowest SHA-1 are taken: 95 for training, 15 for validation, 50 for
testing.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .archive import clips
from .resampling import resample

RATE = 16000
WORDS = ("bed", "cat", "happy")
SOURCE = ("http://download.tensorflow.org/data/speech_commands_v0.01.tar.gz (folders bed, cat, happy), into the folder "
          "speech-commands-3w")
_SIZES = {"training": 95, "validation": 15, "testing": 50}


@dataclass(frozen=True)
class Command:
    """A clip of about one second: samples float32 at 16 kHz; who said it (a pseudonym); training, validation or
    testing."""

    samples: np.ndarray
    word: str
    speaker: str
    split: str


def commands(folder: Path) -> list[Command]:
    groups: dict[tuple[str, str], list[str]] = {}
    sounds = clips(folder / "speech-commands-3w", SOURCE)
    for name in sorted(sounds, key=lambda name: _digest(name.rsplit("/", 1)[-1])):
        word, file = name.split("/")[-2:]
        if word in WORDS:
            groups.setdefault((word, split_of(file)), []).append(name)
    result = []
    for (word, split), names in sorted(groups.items()):
        for name in names[: _SIZES[split]]:
            samples = resample(sounds[name].mono, sounds[name].rate, RATE).astype(np.float32)
            result.append(Command(samples, word, name.rsplit("/", 1)[-1].split("_")[0], split))
    return result


def split_of(file: str) -> str:
    """The official split, by a hash of the speaker: `which_set` of the data set's README."""
    speaker = re.sub(r"_nohash_.*$", "", file)
    share = int(_digest(speaker), 16) % 2**27 * 100 / (2**27 - 1)
    return "validation" if share < 10 else "testing" if share < 20 else "training"


def _digest(text: str) -> str:
    return hashlib.sha1(text.encode("utf-8")).hexdigest()
