"""Trains, measures and publishes the keyword spotter: `python3 -m keywords --data DIR --out ..`

The data, in DIR/speech-commands-3w: http://download.tensorflow.org/data/speech_commands_v0.01.tar.gz, folders bed,
cat and happy.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from speech.baseline import support_vectors
from speech.commands import RATE, SOURCE, WORDS, commands
from speech.measures import accuracy

from . import report
from .publish import publish
from .training import predict, rows, train

SEED = 7
EPOCHS = 90
THREADS = 1


def main() -> None:
    arguments = _arguments()
    torch.set_num_threads(THREADS)
    clips = commands(arguments.data)
    training = [clip for clip in clips if clip.split == "training"]
    test = [clip for clip in clips if clip.split == "testing"]
    epochs = 2 if arguments.quick else EPOCHS
    network = train(training, epochs, SEED)
    probabilities = predict(network, rows([clip.samples for clip in test]))
    labels = np.array([WORDS.index(clip.word) for clip in test])
    predicted = probabilities.argmax(axis=1)
    machine = support_vectors([clip.samples for clip in training], [WORDS.index(clip.word) for clip in training],
                              [clip.samples for clip in test], RATE, 8000)
    results = report.Results(
        network=accuracy(predicted, labels),
        machine=accuracy(machine, labels),
        words={word: accuracy(predicted[labels == index], labels[labels == index]) for index, word in enumerate(WORDS)},
    )
    print(report.metrics(results))
    run = report.Run(epochs, SEED, THREADS, sum(p.numel() for p in network.parameters()))
    publish(network, arguments.out / "repository", [clip.samples for clip in test], probabilities, report.write(results, run))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="keywords", description="Trains and exports the keyword spotter.")
    parser.add_argument("--data", type=Path, required=True, help=f"folder of the data sets: {SOURCE}")
    parser.add_argument("--out", type=Path, default=Path(".."), help="the models folder (default: ..)")
    parser.add_argument("--quick", action="store_true", help="two epochs, as a smoke test")
    return parser.parse_args()


if __name__ == "__main__":
    main()
