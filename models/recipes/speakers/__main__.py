"""Trains, measures and publishes the speaker verifier: `python3 -m speakers --data DIR --out ..`

The data, in DIR: fsdd (https://github.com/Jakobovski/free-spoken-digit-dataset, folder recordings) and
speech-commands-3w (http://download.tensorflow.org/data/speech_commands_v0.01.tar.gz, folders bed, cat and happy).
espeak-ng must be installed.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Sequence

import numpy as np
import torch

from . import evaluation, report
from .data import Utterance, voices
from .publish import publish
from .training import cepstra, embed, train

SEED = 7
STEPS = 800
SYNTHETIC = 120
THREADS = 1
FALSE_ACCEPTS = 0.01


def main() -> None:
    arguments = _arguments()
    torch.set_num_threads(THREADS)
    steps, synthetic = (20, 4) if arguments.quick else (STEPS, SYNTHETIC)
    people = voices(arguments.data, synthetic, SEED)
    network = train(people.training, steps, SEED)
    validation = _by_speaker(embed(network, people.validation), people.validation)
    threshold = evaluation.threshold_of(validation, FALSE_ACCEPTS)
    tests = {"Speech Commands": people.test_commands, "spoken digits": people.test_digits}
    rows = []
    for name, utterances in tests.items():
        trials = _trials(embed(network, utterances), utterances)
        plain = _trials(cepstra(people.training, utterances), utterances)
        equal, baseline = evaluation.equal_error_rate(trials), evaluation.equal_error_rate(plain)
        rows.append(report.Row(name, trials, equal, baseline, *evaluation.rates(trials, threshold)))
    print(report.metrics(rows))
    speakers = len({utterance.speaker for utterance in people.training})
    run = report.Run(steps, SEED, THREADS, sum(p.numel() for p in network.parameters()), speakers, synthetic, threshold)
    test = [*people.test_commands, *people.test_digits]
    publish(network, arguments.out / "repository", [u.samples for u in test], threshold, report.write(rows, run))


def _by_speaker(embeddings: np.ndarray, utterances: Sequence[Utterance]) -> evaluation.Trials:
    names = [utterance.speaker for utterance in utterances]
    return evaluation.trials(embeddings, names, names)


def _trials(embeddings: np.ndarray, utterances: Sequence[Utterance]) -> evaluation.Trials:
    """Intervals draw speakers, or utterances where there are only two speakers."""
    names = [utterance.speaker for utterance in utterances]
    few = len(set(names)) < 10
    return evaluation.trials(embeddings, names, range(len(names)) if few else names)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="speakers", description="Trains and exports the speaker verifier.")
    parser.add_argument("--data", type=Path, required=True, help="folder that has fsdd and speech-commands-3w, see above")
    parser.add_argument("--out", type=Path, default=Path(".."), help="the models folder (default: ..)")
    parser.add_argument("--quick", action="store_true", help="a few steps, as a smoke test")
    return parser.parse_args()


if __name__ == "__main__":
    main()
