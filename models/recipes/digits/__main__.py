"""Trains, measures and publishes the recogniser of digit strings: `python3 -m digits --data DIR --out ..`

The data: https://github.com/Jakobovski/free-spoken-digit-dataset, folder recordings, in DIR/fsdd. espeak-ng must be
installed.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Sequence

import torch

from export.repository import ModelFolder
from speech import recogniser
from speech.ctc import Vocabulary, train

from . import data, evaluation, report
from .network import DigitNet

SEED = 7
STEPS = 1600
SYNTHETIC = 1200
ROWS = 16
RATE = 3e-3
THREADS = 1


def main() -> None:
    arguments = _arguments()
    torch.set_num_threads(THREADS)
    training, test = data.load(arguments.data)
    steps, synthetic = (40, 30) if arguments.quick else (STEPS, SYNTHETIC)
    vocabulary = Vocabulary.of(data.WORDS)
    artificial = data.synthesised(synthetic, SEED)
    network = _train(training, artificial, steps, vocabulary)
    strings = data.test_strings(test, SEED)
    results = report.Results(
        network=evaluation.evaluate(network, strings, vocabulary),
        recordings_only=evaluation.evaluate(_train(training, None, steps, vocabulary), strings, vocabulary),
        baseline=evaluation.separate_digits(training, test),
    )
    print(report.metrics(results))
    run = report.Run(steps, SEED, THREADS, sum(p.numel() for p in network.parameters()), synthetic)
    folder = ModelFolder(arguments.out / "repository", "digits")
    reference = recogniser.reference_profile(strings.sounds, data.RATE, results.network.heard)
    recogniser.publish(network, folder, vocabulary, data.WORDS, False, reference, report.write(results, run))


def _train(spoken: Sequence[data.Clip], synthetic: data.Strings | None, steps: int, vocabulary: Vocabulary) -> DigitNet:
    torch.manual_seed(SEED)
    network = DigitNet(len(vocabulary.symbols))
    train(network, data.batches(spoken, synthetic, ROWS, SEED), steps, RATE, vocabulary)
    return network


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="digits", description="Trains and exports the recogniser of digit strings.")
    parser.add_argument("--data", type=Path, required=True, help=f"folder of the data sets: {data.SOURCE}")
    parser.add_argument("--out", type=Path, default=Path(".."), help="the models folder (default: ..)")
    parser.add_argument("--quick", action="store_true", help="a few steps, as a smoke test")
    return parser.parse_args()


if __name__ == "__main__":
    main()
