"""The card of the two models."""

from __future__ import annotations

from dataclasses import dataclass

from export.card import card, table

from .evaluation import Share


@dataclass(frozen=True)
class Results:
    """What was measured on the official 10,000 test images."""

    network: Share
    linear: Share
    classes: dict[str, Share]
    calibration: float


@dataclass(frozen=True)
class Run:
    """How the network was trained."""

    epochs: int
    seed: int
    threads: int
    parameters: int


def metrics(results: Results) -> str:
    rows = [("this network", results.network), ("logistic regression on the pixels", results.linear)]
    return table(["model", "accuracy (95 % interval)"], rows)


def write(results: Results, run: Run) -> str:
    return card("Fashion-MNIST classifier", _SUMMARY, {
        "Input and output": _SIGNATURE,
        "Data and licence": _DATA,
        "Training": _TRAINING.format(run=run),
        "Metrics": "\n\n".join((
            "Official test split, 10,000 images; Wilson intervals.",
            metrics(results),
            f"Expected calibration error (15 bins): {results.calibration:.4f}.",
            table(["class", "recall (95 % interval)"], list(results.classes.items())),
        )),
        "Limits": _LIMITS,
    })


_SUMMARY = """
A small convolutional network that names the garment on a 28×28 grey picture. `fashion-mnist` is its ONNX form,
`fashion-mnist-torchscript` its TorchScript form; the weights are the same.
"""

_SIGNATURE = """
`image` float32 [n, 1, 28, 28], grey values in 0..1, bright garment on a black ground; normalised inside the graph.
`probabilities` float32 [n, 10], in the order of `labels.txt`; each row sums to one.
"""

_DATA = """
Fashion-MNIST (Xiao, Rasul & Vollgraf 2017, arXiv:1708.07747), MIT licence, 60,000 training and 10,000 test images.
The golden cases are drawn shapes and noise, not images of the data set. In `profile.json` the image statistics come
from the training images, the predictions from the test images.
"""

_TRAINING = """
Three 3×3 convolutions (32, 64, 64 channels) with batch normalisation and pooling, one linear layer; {run.parameters:,}
parameters. AdamW with a one-cycle rate, {run.epochs} epochs, batches of 128, random mirroring and shifts, label smoothing
0.05. No image of the test split was used to choose anything. Seed {run.seed}, {run.threads} thread; same seed and thread
count give the same bytes. From `models/recipes`:

    python3 -m fashion_mnist --data <folder of the four .gz files> --out ..
"""

_LIMITS = """
Knows ten garments on a black ground and nothing else: any other picture also gets ten probabilities, and they say nothing.
Shirts are confused with T-shirts, pullovers and coats, as the table shows. Photographs need the garment cut out, inverted
to bright on black and centred before they resemble the training data.
"""
