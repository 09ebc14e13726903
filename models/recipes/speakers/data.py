"""Voices: who says what in the Free Spoken Digit Dataset, in Speech Commands, and in speech by espeak-ng.

The data: https://github.com/Jakobovski/free-spoken-digit-dataset (folder recordings) in fsdd,
http://download.tensorflow.org/data/speech_commands_v0.01.tar.gz (folders bed, cat, happy) in speech-commands-3w.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Sequence

import numpy as np

from digits.data import RATE, WORDS, load
from speech import augment
from speech.commands import commands
from speech.ctc import Batch
from speech.espeak import ACCENTS, TIMBRES, Voice, speak
from speech.resampling import resample

SPEEDS = (0.9, 1.0, 1.1)  # a voice at another speed counts as another voice


@dataclass(frozen=True)
class Utterance:
    """samples float32 at 16 kHz; the speaker's name is unique over all sources."""

    samples: np.ndarray
    speaker: str


@dataclass(frozen=True)
class Voices:
    """Training; validation speakers of Speech Commands; test speakers of Speech Commands and of the digits."""

    training: list[Utterance]
    validation: list[Utterance]
    test_commands: list[Utterance]
    test_digits: list[Utterance]


def voices(folder: Path, synthetic: int, seed: int) -> Voices:
    spoken, test = load(folder)
    of_split: dict[str, list[Utterance]] = {"training": [], "validation": [], "testing": []}
    for command in commands(folder):
        of_split[command.split].append(Utterance(_narrow(command.samples), "command " + command.speaker))
    training = [Utterance(clip.samples, "digit " + clip.speaker) for clip in spoken] + of_split["training"]
    return Voices(
        training=training + _synthesised(synthetic, seed),
        validation=of_split["validation"],
        test_commands=of_split["testing"],
        test_digits=[Utterance(clip.samples, "digit " + clip.speaker) for clip in test],
    )


def _narrow(samples: np.ndarray) -> np.ndarray:
    """Only what a sound of 8 kHz would hold, so that the microphone does not give the data set away."""
    return resample(resample(samples, RATE, 8000), 8000, RATE).astype(np.float32)


def _synthesised(count: int, seed: int) -> list[Utterance]:
    """Six words each from `count` synthetic voices."""
    random = np.random.default_rng(seed)
    utterances = []
    for _ in range(count):
        name = f"{random.choice(ACCENTS)}+{random.choice(TIMBRES)}"
        pitch = int(random.integers(15, 85))
        for word in random.choice([*WORDS, "bed", "cat", "happy", "yes", "hello"], 6, replace=False):
            sound = speak(str(word), Voice(name, int(random.integers(110, 200)), pitch))
            utterances.append(Utterance(_narrow(resample(sound.mono, sound.rate, RATE)), f"espeak {name} {pitch}"))
    return utterances


def batches(utterances: Sequence[Utterance], rows: int, seed: int) -> Iterator[tuple[Batch, np.ndarray]]:
    """Without end: rows of all sources, varied; labels count speakers times speeds."""
    random = np.random.default_rng(seed)
    speakers = sorted({utterance.speaker for utterance in utterances})
    number = {speaker: index for index, speaker in enumerate(speakers)}
    of_speaker: dict[str, list[Utterance]] = {speaker: [] for speaker in speakers}
    for utterance in utterances:
        of_speaker[utterance.speaker].append(utterance)
    sources = sorted({speaker.split()[0] for speaker in speakers})
    of_source = [[speaker for speaker in speakers if speaker.startswith(source)] for source in sources]
    while True:
        sounds, labels = [], []
        for _ in range(rows):
            speaker = str(random.choice(of_source[int(random.choice(len(sources), p=_weights(sources)))]))
            own = of_speaker[speaker]
            speed = int(random.integers(len(SPEEDS)))
            sound = augment.speed(own[int(random.integers(len(own)))].samples, SPEEDS[speed])
            sounds.append(augment.noisy(augment.coloured(sound, random, tilt=0.15, echo=0.1), random, 20, 50))
            labels.append(number[speaker] * len(SPEEDS) + speed)
        yield Batch.of(sounds, []), np.array(labels)


def _weights(sources: Sequence[str]) -> list[float]:
    shares = {"command": 0.55, "digit": 0.2, "espeak": 0.25}
    total = sum(shares[source] for source in sources)
    return [shares[source] / total for source in sources]
