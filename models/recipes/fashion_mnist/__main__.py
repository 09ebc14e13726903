"""Trains, measures and publishes the Fashion-MNIST models: `python3 -m fashion_mnist --data DIR --out ..`

The data: https://github.com/zalandoresearch/fashion-mnist, folder data/fashion (four .gz files).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from . import data, evaluation, report
from .network import Probabilities, parameter_count
from .publish import publish, reference_profile
from .training import predict, train

SEED = 7
EPOCHS = 10
THREADS = 1


def main() -> None:
    arguments = _arguments()
    torch.set_num_threads(THREADS)
    training, test = data.load(arguments.data)
    epochs = EPOCHS
    if arguments.quick:
        training, epochs = training.take(slice(0, 6000)), 1
    network = train(training, epochs, SEED)
    model = Probabilities(network).eval()
    probabilities = predict(model, test.images)
    results = _measure(probabilities, training, test)
    print(report.metrics(results))
    run = report.Run(epochs, SEED, THREADS, parameter_count(network))
    reference = reference_profile(training, probabilities)
    publish(model, arguments.out / "repository", reference, report.write(results, run))


def _measure(probabilities, training: data.Split, test: data.Split) -> report.Results:
    predicted = probabilities.argmax(axis=1)
    return report.Results(
        network=evaluation.accuracy(predicted, test.labels),
        linear=evaluation.logistic_regression(training, test),
        classes=evaluation.recall_of_classes(predicted, test.labels),
        calibration=evaluation.calibration_error(probabilities, test.labels),
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="fashion_mnist", description="Trains and exports the Fashion-MNIST models.")
    parser.add_argument("--data", type=Path, required=True, help=f"the four .gz files of {data.SOURCE}")
    parser.add_argument("--out", type=Path, default=Path(".."), help="the models folder (default: ..)")
    parser.add_argument("--quick", action="store_true", help="one epoch on 6,000 images, as a smoke test")
    return parser.parse_args()


if __name__ == "__main__":
    main()
