"""Residual networks (He et al. 2016, arXiv:1512.03385) for 28×28 pictures, in two sizes."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional

from .network import DEVIATION, MEAN


@dataclass(frozen=True)
class Size:
    """Channels of the first convolution; channels and residual blocks of the stages at 14×14 and 7×7."""

    stem: int
    channels: tuple[int, int]
    blocks: tuple[int, int]


SMALL = Size(stem=24, channels=(32, 64), blocks=(2, 1))  # 94,290 parameters
LARGE = Size(stem=32, channels=(64, 128), blocks=(1, 1))  # 289,514 parameters


class Block(nn.Module):
    """Two 3×3 convolutions beside a shortcut, which is a 1×1 convolution where the shape changes."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.first = nn.Sequential(nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU())
        self.second = nn.Sequential(nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs))
        same = inputs == outputs and stride == 1
        self.shortcut = nn.Identity() if same else nn.Sequential(
            nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        return functional.relu(self.second(self.first(features)) + self.shortcut(features))


class FashionResNet(nn.Module):
    """image float32 [n, 1, 28, 28] in 0..1 → logits float32 [n, 10]. The pixels are normalised inside."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        layers: list[nn.Module] = [
            nn.Conv2d(1, size.stem, 3, padding=1, bias=False), nn.BatchNorm2d(size.stem), nn.ReLU(), nn.MaxPool2d(2)]
        width = size.stem
        for stage, (channels, blocks) in enumerate(zip(size.channels, size.blocks)):
            for index in range(blocks):
                layers.append(Block(width, channels, 2 if stage > 0 and index == 0 else 1))
                width = channels
        self.features = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten())
        self.classify = nn.Linear(width, 10)

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return self.classify(self.features((image - MEAN) / DEVIATION))
