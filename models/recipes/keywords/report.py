"""The card of the keyword spotter."""

from __future__ import annotations

from dataclasses import dataclass

from export.card import card, table
from speech.measures import Estimate


@dataclass(frozen=True)
class Results:
    """Accuracies on the official testing split."""

    network: Estimate
    machine: Estimate
    words: dict[str, Estimate]


@dataclass(frozen=True)
class Run:
    """How the network was trained."""

    epochs: int
    seed: int
    threads: int
    parameters: int


def metrics(results: Results) -> str:
    return table(["model", "accuracy (95 % interval)"],
                 [["this network", results.network], ["cepstra and SVM", results.machine]])


def write(results: Results, run: Run) -> str:
    return card("Keyword spotter: bed, cat, happy", _SUMMARY, {
        "Input and output": _SIGNATURE,
        "Data and licence": _DATA,
        "Training": _TRAINING.format(run=run),
        "Metrics": "\n\n".join((
            "150 clips of the official testing split, whose speakers are in no other; bootstrap intervals over clips.",
            metrics(results),
            table(["word", "recall (95 % interval)"], list(results.words.items())),
        )),
        "Limits": _LIMITS,
    })


_SUMMARY = """
A small convolutional network that tells which of three words a clip of one second holds.
"""

_SIGNATURE = """
`features` float32 [n, frames, 40], the log-mel spectrogram of one second, computed outside the graph as `model.yaml`
says. `logits` float32 [n, 3], in the order of `labels.txt`.
"""

_DATA = """
Google Speech Commands (Warden 2018, arXiv:1804.03209), CC BY 4.0, the words bed, cat and happy: 95 clips of each for
training, 50 for testing, the official splits' clips with the lowest SHA-1 of the file name. The validation split is
not used. Golden cases are sounds made from formulas.
"""

_TRAINING = """
Four convolutions in time over 40 mel bands, mean and maximum over time, one linear layer; {run.parameters:,}
parameters. AdamW with a one-cycle rate, {run.epochs} epochs, batches of 32; random speed, shift, tilt, echo, level,
noise and masks. Nothing was chosen by the testing split. Seed {run.seed}, {run.threads} thread. From
`models/recipes`:

    python3 -m keywords --data <folder that has speech-commands-3w/> --out ..
"""

_LIMITS = """
Has no class for other words, for silence or for noise: each of them also becomes one of the three. Learnt from 285
clips; with thousands of clips of each word networks of this size do much better.
"""
