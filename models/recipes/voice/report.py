"""The card of the voice."""

from __future__ import annotations

from dataclasses import dataclass

from export.card import card, table
from speech.measures import Estimate


@dataclass(frozen=True)
class Results:
    """Distortion in decibels and ratio of lengths on held-out sentences; word error rates of spoken digit strings."""

    distortion: Estimate
    lengths: Estimate
    understood: dict[str, Estimate]


@dataclass(frozen=True)
class Run:
    """How the network was trained."""

    sentences: int
    minutes: float
    epochs: int
    seed: int
    threads: int
    parameters: int


def metrics(results: Results) -> str:
    rows = [["mel-cepstral distortion, dB", results.distortion], ["length, relative to espeak-ng's", results.lengths]]
    rows += [[f"word error rate of digits: {name}", rate] for name, rate in results.understood.items()]
    return table(["measure", "value (95 % interval)"], rows)


def write(results: Results, run: Run) -> str:
    return card("English voice", _SUMMARY, {
        "Input and output": _SIGNATURE,
        "Data and licence": _DATA.format(run=run),
        "Training": _TRAINING.format(run=run),
        "Metrics": "\n\n".join((_METRICS, metrics(results))),
        "Limits": _LIMITS,
    })


_SUMMARY = """
Reads English text aloud: characters become durations, durations and characters a mel spectrogram (FastSpeech, Ren et
al. 2019), and Griffin-Lim makes sound of it.
"""

_SIGNATURE = """
`text` int64 [1, t], indices of characters in `symbols.txt` (lower case); `speed` float32 [1], 1 is the speed of the
training, 2 twice as fast, limited to 0.25 to 4. `mel` float32 [1, frames, 80], natural logarithm of the power in 80
mel bands, 100 frames a second, as `model.yaml` says. The weights are stored as 16-bit floats and computed with as
32-bit ones.
"""

_DATA = """
{run.sentences} sentences made from templates and about 400 words of the recipe's own, spoken by espeak-ng 1.51
(en-us, 150 words a minute): {run.minutes:.0f} minutes. No recording of a person. espeak-ng is GPL 3; its sound
teaches, no part of it is contained.
"""

_TRAINING = """
Which character lasts how long is learnt from text and spectrogram alone by summing up all monotonic alignments
(Badlani et al. 2022, arXiv:2108.10447). Then convolutions of width 96 over the characters with one attention, two for
the durations, four over the frames; {run.parameters:,} parameters, AdamW with a one-cycle rate, {run.epochs} epochs
in batches of 16 sentences. Seed {run.seed}, {run.threads} thread. From `models/recipes`:

    python3 -m voice --out ..
"""

_METRICS = """
40 sentences that were not in the training, against espeak-ng's own speech (13 cepstra, time warped); and 60 strings
of digits heard by the model `digits`. Bootstrap intervals over sentences.
"""

_LIMITS = """
Sounds as mechanical as its teacher, and rougher: a mel spectrogram without a learnt vocoder. Words beyond the
templates are spelt by analogy and often mispronounced; numbers in figures are read digit by digit at best; no
language but English, no names of letters.
"""
