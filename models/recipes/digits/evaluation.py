"""Word error rates on the strings of the test speakers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np
from torch import nn

from speech.baseline import support_vectors
from speech.ctc import Vocabulary, greedy, restricted, transcribe
from speech.measures import Estimate, accuracy, word_error_rate

from .data import RATE, WORDS, Clip, Strings


@dataclass(frozen=True)
class Rates:
    """Word error rates: best symbols; restricted to the ten words; the latter for each speaker. And what was heard
    (restricted)."""

    greedy: Estimate
    restricted: Estimate
    speakers: dict[str, Estimate]
    heard: list[list[str]]


def evaluate(network: nn.Module, strings: Strings, vocabulary: Vocabulary) -> Rates:
    logits = transcribe(network, strings.sounds)
    heard = [restricted(rows, vocabulary, WORDS) for rows in logits]
    speakers = {}
    for speaker in sorted(set(strings.speakers)):
        rows = [index for index, name in enumerate(strings.speakers) if name == speaker]
        speakers[speaker] = word_error_rate([strings.texts[row] for row in rows], [heard[row] for row in rows])
    return Rates(
        greedy=word_error_rate(strings.texts, [greedy(rows, vocabulary) for rows in logits]),
        restricted=word_error_rate(strings.texts, heard),
        speakers=speakers,
        heard=heard,
    )


def separate_digits(training: Sequence[Clip], test: Sequence[Clip]) -> Estimate:
    """The baseline's share of wrong digits, which is told where each begins and ends."""
    predicted = support_vectors([clip.samples for clip in training], [clip.digit for clip in training],
                                [clip.samples for clip in test], RATE, 4000)
    right = accuracy(predicted, np.array([clip.digit for clip in test]))
    return Estimate(1 - right.value, 1 - right.high, 1 - right.low)
