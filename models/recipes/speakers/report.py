"""The card of the speaker verifier."""

from __future__ import annotations

from dataclasses import dataclass

from digits.data import TEST_SPEAKERS
from export.card import card, table
from speech.measures import Estimate

from .evaluation import Trials


@dataclass(frozen=True)
class Row:
    """One set of test pairs; false accepts and rejects at the published threshold."""

    name: str
    trials: Trials
    equal: Estimate
    baseline: Estimate
    false_accepts: float
    false_rejects: float


@dataclass(frozen=True)
class Run:
    """How the network was trained."""

    steps: int
    seed: int
    threads: int
    parameters: int
    speakers: int
    synthetic: int
    threshold: float


def metrics(rows: list[Row]) -> str:
    header = ["test pairs", "same speaker", "different", "equal error rate", "cepstral statistics", "false accepts", "false rejects"]
    return table(header, [
        [row.name, int(row.trials.same.sum()), int((~row.trials.same).sum()), row.equal, row.baseline,
         f"{row.false_accepts:.3f}", f"{row.false_rejects:.3f}"] for row in rows])


def write(rows: list[Row], run: Run) -> str:
    return card("Speaker verifier", _SUMMARY, {
        "Input and output": _SIGNATURE,
        "Data and licence": _DATA.format(test=" and ".join(TEST_SPEAKERS), run=run),
        "Training": _TRAINING.format(run=run),
        "Metrics": "\n\n".join((_METRICS.format(run=run), metrics(rows))),
        "Limits": _LIMITS,
    })


_SUMMARY = """
Turns a voice into 64 numbers; the cosine of two says whether one person spoke. For sounds of about half a second to
some seconds.
"""

_SIGNATURE = """
`waveform` float32 [n, samples], 16 kHz, -1..1, any number of samples; `lengths` int64 [n], the samples of each row
that count. `embedding` float32 [n, 64], of length one.
"""

_DATA = """
Free Spoken Digit Dataset (Jakobovski et al., CC BY-SA 4.0): four speakers for training, {test} for the test. Google
Speech Commands (Warden 2018, CC BY 4.0), words bed, cat, happy: 163 speakers of the training split, 26 of the
validation split for the threshold, 76 of the testing split for the test. {run.synthetic} voices of espeak-ng. All cut
at 4 kHz. Golden cases are sounds made from formulas.
"""

_TRAINING = """
Log-mel below 3.8 kHz inside the graph, less its mean level; three dilated convolutions, mean and deviation over time,
one linear layer; {run.parameters:,} parameters. Softmax with an additive margin over {run.speakers} voices at three
speeds each; AdamW with a one-cycle rate, {run.steps} steps of 48 utterances; slight random tilt and echo, level,
noise and masks. Seed {run.seed}, {run.threads} thread. From `models/recipes`:

    python3 -m speakers --data <folder that has fsdd/ and speech-commands-3w/> --out ..
"""

_METRICS = """
No test speaker was in the training. The threshold {run.threshold:.3f} lets one in a hundred pairs of different
validation speakers pass; the last two columns are what it does on the test pairs. 95 % bootstrap intervals over
speakers; over utterances for the digits, which have only two speakers: that interval says nothing about other people.
The cepstral statistics (means and deviations) are the baseline.
"""

_LIMITS = """
In Speech Commands the clips of a speaker were mostly recorded in one session, so that microphone and room help. A
demonstration, not a lock: sounds of one word are short, the voices few, and nothing was tried against recordings or
imitations. A threshold for other microphones, languages or lengths must be chosen on such sounds.
"""
