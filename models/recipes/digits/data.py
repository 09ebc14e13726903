"""Digit strings: spoken digits of the Free Spoken Digit Dataset joined, and strings synthesised by espeak-ng.

The data set: https://github.com/Jakobovski/free-spoken-digit-dataset (CC BY-SA 4.0), folder recordings, 8 kHz;
resampled to 16 kHz by the polyphase filter of `speech.resampling`. Two of its six speakers are never trained on, nor
looked at before the end.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Sequence

import numpy as np

from speech import augment
from speech.archive import clips
from speech.ctc import Batch
from speech.espeak import Voice, speak
from speech.resampling import resample

RATE = 16000
WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
SOURCE = "https://github.com/Jakobovski/free-spoken-digit-dataset (folder recordings), into the folder fsdd"
TEST_SPEAKERS = ("theo", "yweweler")
LONGEST = 7


@dataclass(frozen=True)
class Clip:
    """One spoken digit, 0..9: samples float32 at 16 kHz."""

    samples: np.ndarray
    digit: int
    speaker: str


@dataclass(frozen=True)
class Strings:
    """Sounds (float32 at 16 kHz), the words in each, and who speaks."""

    sounds: list[np.ndarray]
    texts: list[list[str]]
    speakers: list[str]


def load(folder: Path) -> tuple[list[Clip], list[Clip]]:
    """The clips of the training speakers and of the test speakers."""
    training, test = [], []
    for name, sound in clips(folder / "fsdd", SOURCE).items():
        match = re.fullmatch(r"(\d)_([a-z]+)_\d+\.wav", name.rsplit("/", 1)[-1])
        if match:
            samples = resample(sound.mono, sound.rate, RATE).astype(np.float32)
            clip = Clip(samples, int(match[1]), match[2])
            (test if clip.speaker in TEST_SPEAKERS else training).append(clip)
    return training, test


def join(parts: Sequence[np.ndarray], random: np.random.Generator) -> np.ndarray:
    """One sound: each part up to 3 dB louder or softer, pauses of up to 0.35 s between them, silence around."""
    pieces = [_silence(random, 0.05, 0.4)]
    for part in parts:
        pieces += [part * np.float32(10 ** random.uniform(-0.15, 0.15)), _silence(random, 0.0, 0.35)]
    return np.concatenate([*pieces[:-1], _silence(random, 0.05, 0.4)])


def _silence(random: np.random.Generator, shortest: float, longest: float) -> np.ndarray:
    return np.zeros(int(RATE * random.uniform(shortest, longest)), np.float32)


def test_strings(clips_: Sequence[Clip], seed: int) -> Strings:
    """Strings of 1 to 7 digits of one speaker each, with faint noise; every clip is in exactly one of them."""
    random = np.random.default_rng(seed)
    strings = Strings([], [], [])
    for speaker in sorted({clip.speaker for clip in clips_}):
        own = [clip for clip in clips_ if clip.speaker == speaker]
        own = [own[index] for index in random.permutation(len(own))]
        while own:
            count = int(random.integers(1, LONGEST + 1))
            chosen, own = own[:count], own[count:]
            sound = join([clip.samples for clip in chosen], random)
            strings.sounds.append(augment.noisy(sound, random, 25, 45))
            strings.texts.append([WORDS[clip.digit] for clip in chosen])
            strings.speakers.append(speaker)
    return strings


def synthesised(count: int, seed: int, longest: int = LONGEST) -> Strings:
    """Strings that espeak-ng speaks, each in another voice, cut at 4 kHz as the recordings are."""
    random = np.random.default_rng(seed)
    strings = Strings([], [], [])
    for _ in range(count):
        voice = Voice.drawn(random)
        text = [WORDS[digit] for digit in random.integers(0, 10, int(random.integers(1, longest + 1)))]
        sound = speak((", " if random.random() < 0.3 else " ").join(text), voice)
        narrow = resample(resample(sound.mono, sound.rate, 8000), 8000, RATE)
        strings.sounds.append(narrow.astype(np.float32))
        strings.texts.append(text)
        strings.speakers.append(voice.name)
    return strings


def batches(spoken: Sequence[Clip], synthetic: Strings | None, rows: int, seed: int,
            short: int = 0) -> Iterator[Batch]:
    """Training batches without end; in the first `short` of them strings have one or two digits.

    Rows are joined clips of one speaker and, half of them, synthetic strings if there are any.
    """
    random = np.random.default_rng(seed)
    of_speaker = {speaker: [clip for clip in spoken if clip.speaker == speaker] for speaker in sorted({c.speaker for c in spoken})}
    by_length: dict[int, list[int]] = {}
    for index, text in enumerate(synthetic.texts if synthetic else ()):
        by_length.setdefault(len(text), []).append(index)
    for number in itertools.count():
        count = int(random.integers(1, (LONGEST if number >= short else 2) + 1))
        size = max(4, rows * 4 // count)  # about as many digits in each batch
        artificial = size // 2 if count in by_length else 0
        drawn = [_spoken(of_speaker, count, random) for _ in range(size - artificial)]
        drawn += [_synthetic(synthetic, int(random.choice(by_length[count])), random) for _ in range(artificial)]
        yield Batch.of([sound for sound, _ in drawn], [text for _, text in drawn])


def _spoken(of_speaker: dict[str, list[Clip]], count: int, random: np.random.Generator) -> tuple[np.ndarray, list[str]]:
    own = of_speaker[str(random.choice(list(of_speaker)))]
    chosen = [own[index] for index in random.integers(0, len(own), count)]
    factor = random.uniform(0.8, 1.25)
    parts = [augment.speed(clip.samples, factor * random.uniform(0.95, 1.05)) for clip in chosen]
    return _varied(join(parts, random), random), [WORDS[clip.digit] for clip in chosen]


def _synthetic(strings: Strings, index: int, random: np.random.Generator) -> tuple[np.ndarray, list[str]]:
    sound = augment.speed(strings.sounds[index], random.uniform(0.9, 1.12))
    return _varied(np.concatenate([_silence(random, 0, 0.3), sound]), random), strings.texts[index]


def _varied(sound: np.ndarray, random: np.random.Generator) -> np.ndarray:
    return augment.noisy(augment.coloured(sound, random), random)
