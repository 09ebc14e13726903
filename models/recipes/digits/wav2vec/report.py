"""The card of the recogniser on the waveform."""

from __future__ import annotations

from dataclasses import dataclass

from digits.data import TEST_SPEAKERS
from digits.evaluation import Rates
from digits.report import DATA, SIGNATURE
from export.card import card, table


@dataclass(frozen=True)
class Comparison:
    """One amount of labels: with pretraining and from random weights."""

    labels: str
    pretrained: Rates
    random: Rates


@dataclass(frozen=True)
class Run:
    """How the network was trained."""

    pretraining: int
    steps: int
    minutes: float
    found: float
    seed: int
    threads: int
    parameters: int


def metrics(comparisons: list[Comparison]) -> str:
    rows = []
    for comparison in comparisons:
        for name, results in (("pretrained", comparison.pretrained), ("random weights", comparison.random)):
            rows.append([comparison.labels, name, results.greedy, results.restricted])
    return table(["labels", "start", "greedy", "restricted to the ten words"], rows)


def write(comparisons: list[Comparison], run: Run) -> str:
    published = comparisons[0].pretrained
    return card("Recogniser of spoken digit strings, wav2vec 2.0 style", _SUMMARY, {
        "Input and output": SIGNATURE + _NORMALISED,
        "Data and licence": DATA.format(test=" and ".join(TEST_SPEAKERS)) + _UNLABELLED.format(run=run),
        "Training": _TRAINING.format(run=run),
        "Metrics": "\n\n".join((
            "Word error rate on strings of 1 to 7 digits of the two speakers that no training saw, nor the pretraining; 1,000 words; "
            "95 % bootstrap intervals over strings. Both starts had the same steps, batches and labels. The first row is this model.",
            metrics(comparisons),
            table(["speaker", "restricted to the ten words"], list(published.speakers.items())),
        )),
        "Limits": _LIMITS,
    })


_SUMMARY = """
Convolutions on the waveform and a transformer, pretrained without transcripts by contrast (Baevski et al. 2020,
arXiv:2006.11477), then trained to write spoken English digits with connectionist temporal classification.
"""

_NORMALISED = """
The waveform has zero mean and unit variance over each sound (`normalize: utterance`); a row shorter than the tensor
is padded with zeros after that. The weights are stored as 16-bit floats, to which they were rounded before they were
measured, and computed with as 32-bit ones.
"""

_UNLABELLED = """
Without transcripts: the same digits of the four training speakers, the training and validation clips of three words
of Speech Commands (Warden 2018, CC BY 4.0) and the yes/no recordings of OpenSLR 1; {run.minutes:.0f} minutes
together.
"""

_TRAINING = """
{run.parameters:,} parameters: seven convolutions of 16 to 96 channels, a convolution for positions, three transformer
layers of width 96 with four heads. Pretraining: {run.pretraining} steps of 8 stretches of 2 s; half of the latents
hidden in spans of five; the right one was found among the hidden ones of its sound in {run.found:.0%} of cases (about
2 % by chance). Other than in the paper the targets are learnt projections of the log-mel of the same 25 ms, not the
network's own quantised latents. Then {run.steps} steps with labels, all weights learning,
AdamW with a falling rate, the first third on strings of one or two digits. Seed {run.seed}, {run.threads} thread. From `models/recipes`:

    python3 -m digits.wav2vec --data <folder that has fsdd/, speech-commands-3w/ and yesno/> --out ..
"""

_LIMITS = """
It shows the way of training, on minutes of speech where the paper has thousands of hours, and what pretraining gains; to
recognise digits take `digits`, which is given a spectrogram and mistakes a fifth as many words. Knows ten English words. Strong noise
was not tried.
"""
