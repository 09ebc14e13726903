"""The card of the recogniser on a spectrogram."""

from __future__ import annotations

from dataclasses import dataclass

from export.card import card, table
from speech.measures import Estimate

from .data import TEST_SPEAKERS
from .evaluation import Rates


@dataclass(frozen=True)
class Results:
    """The published network; the same without synthetic strings; the baseline's share of wrong digits."""

    network: Rates
    recordings_only: Rates
    baseline: Estimate


@dataclass(frozen=True)
class Run:
    """How the network was trained."""

    steps: int
    seed: int
    threads: int
    parameters: int
    synthetic: int


def metrics(results: Results) -> str:
    return table(["model", "greedy", "restricted to the ten words"], [
        ["this network", results.network.greedy, results.network.restricted],
        ["the same without espeak-ng's strings", results.recordings_only.greedy, results.recordings_only.restricted],
        ["cepstra and SVM, told where each digit lies", "", results.baseline],
    ])


def write(results: Results, run: Run) -> str:
    return card("Recogniser of spoken digit strings", _SUMMARY, {
        "Input and output": SIGNATURE,
        "Data and licence": DATA.format(test=" and ".join(TEST_SPEAKERS)),
        "Training": _TRAINING.format(run=run),
        "Metrics": "\n\n".join((
            "Word error rate on strings of 1 to 7 digits of the two speakers that no training saw; 1,000 words; 95 % bootstrap "
            "intervals over strings. Greedy takes the best letter of each frame; restricted, the best spelling of known words.",
            metrics(results),
            table(["speaker", "restricted to the ten words"], list(results.network.speakers.items())),
        )),
        "Limits": _LIMITS,
    })


_SUMMARY = """
A convolutional network with connectionist temporal classification that writes spoken English digits as words ("one
two three").
"""

SIGNATURE = """
`waveform` float32 [n, samples], 16 kHz, -1..1, any number of samples; `lengths` int64 [n], the samples of each row
that count. `logits` float32 [n, frames, symbols], one frame in 20 ms, symbols in the order of `vocabulary.txt`, the
first is the blank, `|` stands between words; `frames` int64 [n], the frames of each row that count.
"""

DATA = """
Free Spoken Digit Dataset (Jakobovski et al., https://github.com/Jakobovski/free-spoken-digit-dataset), CC BY-SA 4.0:
3,000 digits of six speakers at 8 kHz, resampled to 16 kHz by a polyphase windowed sinc. Speakers {test} are for the
test only. Digits of one speaker are joined with random pauses. Strings spoken by espeak-ng in random accents,
timbres, speeds and pitches are added for training. The golden cases are sounds made from formulas.
"""

_TRAINING = """
Log-mel below 3.8 kHz inside the graph (the Fourier transform is a convolution), centred over the sound; seven
convolutions in time with 96 channels; {run.parameters:,} parameters. AdamW with a one-cycle rate, {run.steps} steps
of about 64 digits, half of them from {run.synthetic} synthetic strings; random speed, tilt, echo, level, noise and
masks. No test speaker was used to choose anything. Seed {run.seed}, {run.threads} thread. From `models/recipes`:

    python3 -m digits --data <folder that has fsdd/> --out ..
"""

_LIMITS = """
Trained briefly: the spelling is often wrong by a letter, which the list of words mends (`words` in `model.yaml`).
Synthetic voices did not help to understand the two test speakers; they make it understand synthetic ones. Knows ten
English words and hears nothing else: any other speech also becomes digits or nothing. Four human voices taught it; an
unusual voice, accent or room is likely to be heard worse than the table says. Strong noise was not tried.
"""
