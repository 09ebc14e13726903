"""A U-Net (Ronneberger et al. 2015, arXiv:1505.04597) of five levels that keeps the extents."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from vision.training import convolution

WIDTHS = (12, 24, 36, 48, 64)


class UNet(nn.Module):
    """image float32 [n, 1, h, w], normalised, extents multiples of 16 → logits of membrane [n, 1, h, w]."""

    def __init__(self) -> None:
        super().__init__()
        inputs = (1, *WIDTHS)
        self.down = nn.ModuleList(
            nn.Sequential(convolution(before, width), convolution(width, width)) for before, width in zip(inputs, WIDTHS))
        self.up = nn.ModuleList(convolution(below + width, width) for below, width in zip(WIDTHS[:0:-1], WIDTHS[-2::-1]))
        self.last = nn.Conv2d(WIDTHS[0], 1, 1)

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        features, kept = image, []
        for level, block in enumerate(self.down):
            features = block(functional.max_pool2d(features, 2) if level else features)
            kept.append(features)
        for block, beside in zip(self.up, kept[-2::-1]):
            larger = functional.interpolate(features, scale_factor=2.0, mode="nearest")
            features = block(torch.cat([larger, beside], dim=1))
        return self.last(features)


class Probabilities(nn.Module):
    """What is exported: the probability of membrane at each pixel, [n, 1, h, w]."""

    def __init__(self, network: UNet) -> None:
        super().__init__()
        self.network = network

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return self.network(image).sigmoid()
