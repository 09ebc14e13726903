"""A small residual network for photographs of 64 × 64 pixels."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from vision.training import convolution

WIDTHS = (24, 48, 96)


class Block(nn.Module):
    """Halves the extents: two 3×3 convolutions beside a 1×1 convolution."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.first = convolution(inputs, outputs, 2)
        self.second = nn.Sequential(nn.Conv2d(outputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs))
        self.shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, 2, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        return functional.relu(self.second(self.first(features)) + self.shortcut(features))


class FlowerNet(nn.Module):
    """image float32 [n, 3, 64, 64], normalised → logits [n, classes]."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        first, *others = WIDTHS
        blocks = [Block(before, after) for before, after in zip(WIDTHS, others)]
        self.features = nn.Sequential(
            convolution(3, first, 2), convolution(first, first), *blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten())
        self.classify = nn.Sequential(nn.Dropout(0.1), nn.Linear(WIDTHS[-1], classes))

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return self.classify(self.features(image))
