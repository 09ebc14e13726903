"""A detector of one stage without anchors: each of 30×40 places of a picture of 240×320 scores the classes and gives one box.

The middle of an object is where its class scores, as in CenterNet (Zhou et al. 2019, arXiv:1904.07850); features of the 16th
and 32nd part of the extents are added to those of the eighth, as in feature pyramids (Lin et al. 2017, arXiv:1612.03144).
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from vision.training import convolution

from .data import HEIGHT, LABELS, WIDTH

STRIDE = 8
ROWS, COLUMNS = HEIGHT // STRIDE, WIDTH // STRIDE
SIDE = 32.0  # pixels: a usual side of a box, so that the network starts near it


class CellNet(nn.Module):
    """image float32 [n, 3, h, w], normalised, extents multiples of 16 → scores [n, 3, h/8, w/8] as logits, boxes
    [n, 4, h/8, w/8] as offset and logarithm of the size."""

    def __init__(self) -> None:
        super().__init__()
        self.quarter = nn.Sequential(convolution(3, 16, 2), convolution(16, 32, 2), convolution(32, 32))
        self.eighth = nn.Sequential(convolution(32, 64, 2), convolution(64, 64))
        self.sixteenth = nn.Sequential(convolution(64, 80, 2), convolution(80, 80))
        self.last = nn.Sequential(convolution(80, 80, 2), convolution(80, 80), convolution(80, 80, size=1))
        self.join = convolution(80, 64, size=1)
        self.head = nn.Sequential(convolution(64, 64), convolution(64, 64))
        self.scores = nn.Conv2d(64, len(LABELS), 1)
        self.boxes = nn.Conv2d(64, 4, 1)
        nn.init.constant_(self.scores.bias, -4.0)

    def forward(self, image: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        fine = self.eighth(self.quarter(image))
        middle = self.sixteenth(fine)
        coarse = functional.interpolate(self.last(middle), size=middle.shape[2:], mode="nearest")
        joined = functional.interpolate(self.join(middle + coarse), scale_factor=2.0, mode="nearest")
        features = self.head(fine + joined)
        return self.scores(features), self.boxes(features)


class Detections(nn.Module):
    """What is exported: float32 [n, h/8·w/8, 7], a box as centre, width and height in pixels, then each class's score."""

    def __init__(self, network: CellNet) -> None:
        super().__init__()
        self.network = network

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        scores, boxes = self.network(image)
        rows, columns = (STRIDE * (torch.arange(extent) + 0.5) for extent in scores.shape[2:])
        down, right = torch.meshgrid(rows, columns, indexing="ij")
        middles = torch.stack([right, down])[None]
        found = torch.cat([*decode(boxes, middles), scores.sigmoid()], dim=1)
        return found.permute(0, 2, 3, 1).reshape(found.shape[0], -1, 4 + len(LABELS))


def decode(boxes: torch.Tensor, middles: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Centres and extents [n, 2, …] in pixels, x before y, of what the network says at `middles` [1, 2, …]."""
    return middles + STRIDE * boxes[:, :2], SIDE * boxes[:, 2:].clamp(-4, 4).exp()
