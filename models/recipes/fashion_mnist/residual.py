"""Trains, measures and publishes the residual networks of Fashion-MNIST: `python3 -m fashion_mnist.residual --data DIR --out ..`

The data: https://github.com/zalandoresearch/fashion-mnist, folder data/fashion (four .gz files). Three models: a network as ONNX
in FP32 and INT8 and as TorchScript; with `--small` a fourth of less than 100,000 parameters, which learns from the first.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import onnx

from recommendation.determinism import deterministic
from vision import cli
from vision.training import parameter_count
from vision.weights import trained

from . import data, evaluation, residual_report
from .interpreter import Interpreter
from .network import Probabilities
from .quantisation import quantise
from .residual_publish import export, publish
from .resnet import LARGE, SMALL, FashionResNet
from .resnet_training import train
from .training import predict

SEED = 7
EPOCHS, SMALL_EPOCHS = 8, 7
CALIBRATION = 1000  # training images


def main() -> None:
    arguments = cli.arguments("fashion_mnist.residual", f"the four .gz files of {data.SOURCE}",
                              small="also the network of less than 100,000 parameters")
    deterministic(SEED)
    training, test = data.load(arguments.data)
    epochs, small_epochs = EPOCHS, SMALL_EPOCHS
    if arguments.quick:
        training, epochs, small_epochs = training.take(slice(0, 2560)), 1, 1
    large = trained(FashionResNet(LARGE), arguments.weights, "fashion-mnist-resnet",
                    lambda network: train(network, training, epochs, SEED))
    networks = {"large": large}
    if arguments.small:
        networks["small"] = trained(FashionResNet(SMALL), arguments.weights, "fashion-mnist-resnet-small",
                                    lambda network: train(network, training, small_epochs, SEED, teacher=large))
    with tempfile.TemporaryDirectory() as folder:
        floats, integers = Path(folder) / "fp32.onnx", Path(folder) / "int8.onnx"
        export(Probabilities(large).eval(), floats)
        quantise(floats, integers, training.images[:CALIBRATION])
        models = {name: Probabilities(network).eval() for name, network in networks.items()}
        models["int8"] = Interpreter(onnx.load(str(integers))).eval()
        probabilities = {name: predict(model, test.images) for name, model in models.items()}
        results = residual_report.Results(
            models={name: _measure(rows, test) for name, rows in probabilities.items()},
            agreement=evaluation.accuracy(probabilities["int8"].argmax(axis=1), probabilities["large"].argmax(axis=1)),
            bytes={"large": floats.stat().st_size, "int8": integers.stat().st_size},
            parameters={name: parameter_count(network) for name, network in networks.items()},
            epochs={"large": epochs, "small": small_epochs}, seed=SEED)
        print(residual_report.metrics(results))
        publish(arguments.out / "repository", models, integers, training, probabilities, results)


def _measure(probabilities: np.ndarray, test: data.Split) -> residual_report.Measured:
    predicted = probabilities.argmax(axis=1)
    return residual_report.Measured(
        accuracy=evaluation.accuracy(predicted, test.labels),
        classes=evaluation.recall_of_classes(predicted, test.labels),
        calibration=evaluation.calibration_error(probabilities, test.labels))


if __name__ == "__main__":
    main()
