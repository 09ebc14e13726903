"""Sounds without transcripts for the pretraining, and batches of normalised waveforms."""

from __future__ import annotations

from pathlib import Path
from typing import Iterable, Iterator, Sequence

import numpy as np

from digits.data import RATE, Clip, Strings
from speech.archive import clips
from speech.commands import SOURCE as COMMANDS_SOURCE, commands
from speech.ctc import Batch
from speech.features import normalise
from speech.resampling import resample

YESNO_SOURCE = "https://www.openslr.org/1 (waves_yesno), into the folder yesno"


def unlabelled(folder: Path, spoken: Sequence[Clip]) -> list[np.ndarray]:
    """The training speakers' digits, the training and validation clips of Speech Commands, and the yes/no recordings."""
    sounds = [clip.samples for clip in spoken]
    sounds += [command.samples for command in commands(folder) if command.split != "testing"]
    for sound in clips(folder / "yesno", YESNO_SOURCE).values():
        sounds.append(resample(sound.mono, sound.rate, RATE).astype(np.float32))
    return sounds


def normalised_batches(batches: Iterable[Batch]) -> Iterator[Batch]:
    for batch in batches:
        rows = [normalised(row[:length]) for row, length in zip(batch.waveforms, batch.lengths)]
        yield Batch.of(rows, batch.texts)


def normalised_strings(strings: Strings) -> Strings:
    return Strings([normalised(sound) for sound in strings.sounds], strings.texts, strings.speakers)


def normalised(samples: np.ndarray) -> np.ndarray:
    return normalise(samples).astype(np.float32)


def labelled_share(spoken: Sequence[Clip], share: int) -> list[Clip]:
    """Every `share`-th clip of each speaker and digit, in the order of the files."""
    seen: dict[tuple[str, int], int] = {}
    kept = []
    for clip in spoken:
        key = (clip.speaker, clip.digit)
        if seen.get(key, 0) % share == 0:
            kept.append(clip)
        seen[key] = seen.get(key, 0) + 1
    return kept
