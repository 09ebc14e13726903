"""The network: three 3×3 convolutions with batch normalisation, then one linear layer; 61,674 parameters."""

from __future__ import annotations

import torch
from torch import nn

MEAN, DEVIATION = 0.2860, 0.3530  # of the training pixels


class FashionNet(nn.Module):
    """image float32 [n, 1, 28, 28] in 0..1 → logits float32 [n, 10]. The pixels are normalised inside."""

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Sequential(*_block(1, 32), *_block(32, 64), *_block(64, 64), nn.Flatten())
        self.classify = nn.Sequential(nn.Dropout(0.2), nn.Linear(64 * 3 * 3, 10))

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return self.classify(self.features((image - MEAN) / DEVIATION))


class Probabilities(nn.Module):
    """What is exported: the same network followed by a softmax, [n, 10]."""

    def __init__(self, network: FashionNet) -> None:
        super().__init__()
        self.network = network

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return self.network(image).softmax(dim=1)


def parameter_count(network: nn.Module) -> int:
    return sum(parameter.numel() for parameter in network.parameters())


def _block(inputs: int, outputs: int) -> list[nn.Module]:
    convolution = nn.Conv2d(inputs, outputs, kernel_size=3, padding=1, bias=False)
    return [convolution, nn.BatchNorm2d(outputs), nn.ReLU(), nn.MaxPool2d(2)]
