"""The cards of the residual networks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

from export.card import card, table

from .evaluation import Share

_NAMES = {"large": "fashion-mnist-resnet (FP32) and its TorchScript form", "int8": "fashion-mnist-resnet-int8",
          "small": "fashion-mnist-resnet-small"}


@dataclass(frozen=True)
class Measured:
    """What one network reaches on the official 10,000 test images."""

    accuracy: Share
    classes: dict[str, Share]
    calibration: float


@dataclass(frozen=True)
class Results:
    """`models` by large, int8 and maybe small; `agreement` is the share of test images that INT8 and FP32 name alike."""

    models: Mapping[str, Measured]
    agreement: Share
    bytes: Mapping[str, int]
    parameters: Mapping[str, int]
    epochs: Mapping[str, int]
    seed: int


def metrics(results: Results) -> str:
    rows = [(_NAMES[name], one.accuracy, f"{one.calibration:.4f}") for name, one in results.models.items()]
    return table(["model", "accuracy (95 % interval)", "calibration error"], rows)


def write(results: Results, name: str) -> str:
    """The card of the model `name`: large, int8 or small."""
    return card(f"Fashion-MNIST residual network, {name}", _SUMMARY, {
        "Input and output": _SIGNATURE,
        "Data and licence": _DATA,
        "Training": _TRAINING.format(results=results, small=_SMALL.format(results=results) if name == "small" else ""),
        "INT8": _INTEGERS.format(results=results),
        "Metrics": "\n\n".join((
            _METRICS.strip(),
            metrics(results),
            table([f"class, by {name}", "recall (95 % interval)"], list(results.models[name].classes.items())),
        )),
        "Limits": _LIMITS,
    })


_SUMMARY = """
A residual network that names the garment on a 28×28 grey picture. `fashion-mnist-resnet` is ONNX in FP32,
`fashion-mnist-resnet-int8` the same network on integers of eight bits, `fashion-mnist-resnet-torchscript` the same in TorchScript.
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
A 3×3 convolution and pooling, then residual blocks at 14×14 and 7×7; {results.parameters[large]:,} parameters. SGD with
momentum and a one-cycle rate, {results.epochs[large]} epochs, batches of 128, random mirroring, label smoothing 0.05,
convolutions in bfloat16.{small} A first try with shifted images, .921 on the test split for a smaller network, was given up;
otherwise no image of the test split was used to choose anything. Seed {results.seed}, 1 thread. From `models/recipes`:

    python3 -m fashion_mnist.residual --data <folder of the four .gz files> --out ..
"""

_SMALL = """ The small network has {results.parameters[small]:,} parameters and learns for {results.epochs[small]}
epochs, also towards the large one's answers (Hinton et al. 2015)."""

_INTEGERS = """
Weights of convolutions in seven bits with a scale for each channel, activations in eight, ranges from 1,000 training images,
written as QuantizeLinear and DequantizeLinear. {results.bytes[int8]:,} bytes instead of {results.bytes[large]:,}; both name
{results.agreement} of the test images alike. The tolerance of the golden cases is .05, since kernels round differently.
"""

_METRICS = """
Official test split, 10,000 images; Wilson intervals; expected calibration error over 15 bins. INT8 as the recipe's own
interpreter runs it.
"""

_LIMITS = """
Knows ten garments on a black ground and nothing else: any other picture also gets ten probabilities, and they say nothing.
The training was cut short and its loss still fell: others reach .94 and more with networks of this kind.
Shirts are confused with T-shirts, pullovers and coats, as the table shows. Photographs need the garment cut out, inverted
to bright on black and centred before they resemble the training data.
"""
