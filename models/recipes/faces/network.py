"""A small convolutional network that puts faces on a sphere."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from vision.training import convolution

EMBEDDING = 64


class FaceNet(nn.Module):
    """image float32 [n, 1, 64, 64], normalised → embedding float32 [n, 64] of length 1."""

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Sequential(
            convolution(1, 16, 2), convolution(16, 24), convolution(24, 32, 2), convolution(32, 32),
            convolution(32, 48, 2), convolution(48, 48), convolution(48, 64, 2))
        self.embed = nn.Sequential(nn.Flatten(), nn.Dropout(0.3), nn.Linear(64 * 4 * 4, EMBEDDING, bias=False),
                                   nn.BatchNorm1d(EMBEDDING))

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return functional.normalize(self.embed(self.features(image)), dim=1)
