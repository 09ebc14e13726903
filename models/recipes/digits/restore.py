"""The published recogniser, read back from its graph, so that another recipe can listen with it."""

from __future__ import annotations

from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch import nn

from speech.ctc import Vocabulary

from .data import WORDS
from .network import DigitNet


@torch.no_grad()
def restore(path: Path) -> tuple[DigitNet, Vocabulary]:
    """`path` is model.onnx; its convolutions, into which the normalisation was folded, are those of the network in
    order."""
    graph = onnx.load(str(path)).graph
    weights = {tensor.name: torch.tensor(numpy_helper.to_array(tensor)) for tensor in graph.initializer}
    convolutions = [[weights[name] for name in node.input[1:]] for node in graph.node if node.op_type == "Conv"]
    vocabulary = Vocabulary.of(WORDS)
    network = DigitNet(len(vocabulary.symbols)).eval()
    layers = [network.reduce, *network.layers]
    *folded, last = convolutions[-len(layers) - 1:]  # before them come the Fourier transform and the filters
    for layer, (weight, bias) in zip(layers, folded, strict=True):
        layer.convolution.weight.copy_(weight)
        _pass(layer.normalise, bias)
    network.classify.weight.copy_(last[0])
    network.classify.bias.copy_(last[1])
    return network, vocabulary


def _pass(normalise: nn.BatchNorm1d, bias: torch.Tensor) -> None:
    """Leaves what comes as it is and adds `bias`."""
    normalise.running_mean.zero_()
    normalise.running_var.fill_(1 - normalise.eps)
    normalise.weight.fill_(1)
    normalise.bias.copy_(bias)
