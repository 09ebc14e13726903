"""A YOLOv8-n-shaped detector: C2f backbone, path aggregation, anchor-free heads with distribution focal boxes.

Redmon et al. 2016 (https://arxiv.org/abs/1506.02640) for the single stage, Li et al. 2020
(https://arxiv.org/abs/2006.04388) for the boxes as distributions.
"""

from __future__ import annotations

import torch
from torch import nn

SIDE, CLASSES, BINS = 640, 80, 16
STRIDES = (8, 16, 32)


def convolution(channels: int, width: int, kernel: int = 1, stride: int = 1) -> nn.Sequential:
    """Convolution, batch norm, SiLU; keeps the extents at stride 1."""
    return nn.Sequential(
        nn.Conv2d(channels, width, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(width, eps=1e-3), nn.SiLU()
    )


class Bottleneck(nn.Module):
    """Two 3x3 convolutions around a shortcut."""

    def __init__(self, width: int, shortcut: bool) -> None:
        super().__init__()
        self.body = nn.Sequential(convolution(width, width, 3), convolution(width, width, 3))
        self.shortcut = shortcut

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.body(x) if self.shortcut else self.body(x)


class C2f(nn.Module):
    """Half of the channels through a chain of bottlenecks, every step of which is kept."""

    def __init__(self, channels: int, width: int, blocks: int, shortcut: bool) -> None:
        super().__init__()
        self.half = width // 2
        self.enter = convolution(channels, width)
        self.chain = nn.ModuleList(Bottleneck(self.half, shortcut) for _ in range(blocks))
        self.leave = convolution((2 + blocks) * self.half, width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        kept = list(self.enter(x).split(self.half, dim=1))
        for block in self.chain:
            kept.append(block(kept[-1]))
        return self.leave(torch.cat(kept, dim=1))


class Pyramid(nn.Module):
    """Spatial pyramid pooling by three poolings of 5 in a row."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.enter = convolution(channels, channels // 2)
        self.pool = nn.MaxPool2d(5, 1, 2)
        self.leave = convolution(channels * 2, channels)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        levels = [self.enter(x)]
        for _ in range(3):
            levels.append(self.pool(levels[-1]))
        return self.leave(torch.cat(levels, dim=1))


class Head(nn.Module):
    """One scale: [n, c, h, w] -> edge distributions [n, 4 * BINS, h * w] and class logits [n, CLASSES, h * w]."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.edges = nn.Sequential(convolution(channels, 64, 3), convolution(64, 64, 3), nn.Conv2d(64, 4 * BINS, 1))
        self.classes = nn.Sequential(convolution(channels, CLASSES, 3), convolution(CLASSES, CLASSES, 3), nn.Conv2d(CLASSES, CLASSES, 1))

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return self.edges(x).flatten(2), self.classes(x).flatten(2)


class Yolo(nn.Module):
    """images FLOAT [n, 3, 640, 640] -> output0 FLOAT [n, 4 + CLASSES, 8400]: cx, cy, w, h in pixels, then scores; 3.2 M parameters."""

    def __init__(self) -> None:
        super().__init__()
        self.to8 = nn.Sequential(
            convolution(3, 16, 3, 2), convolution(16, 32, 3, 2), C2f(32, 32, 1, True),
            convolution(32, 64, 3, 2), C2f(64, 64, 2, True),
        )
        self.to16 = nn.Sequential(convolution(64, 128, 3, 2), C2f(128, 128, 2, True))
        self.to32 = nn.Sequential(convolution(128, 256, 3, 2), C2f(256, 256, 1, True), Pyramid(256))
        self.up = nn.Upsample(scale_factor=2, mode="nearest")
        self.join16, self.join8 = C2f(384, 128, 1, False), C2f(192, 64, 1, False)
        self.down16, self.rejoin16 = convolution(64, 64, 3, 2), C2f(192, 128, 1, False)
        self.down32, self.rejoin32 = convolution(128, 128, 3, 2), C2f(384, 256, 1, False)
        self.heads = nn.ModuleList(Head(channels) for channels in (64, 128, 256))
        centres, strides = zip(*(_grid(SIDE // stride, stride) for stride in STRIDES))
        self.register_buffer("centres", torch.cat(centres, dim=1))
        self.register_buffer("strides", torch.cat(strides, dim=1))
        self.register_buffer("bins", torch.arange(BINS, dtype=torch.float32).view(1, 1, BINS, 1))

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        p8 = self.to8(images)
        p16 = self.to16(p8)
        p32 = self.to32(p16)
        n16 = self.join16(torch.cat([self.up(p32), p16], dim=1))
        n8 = self.join8(torch.cat([self.up(n16), p8], dim=1))
        m16 = self.rejoin16(torch.cat([self.down16(n8), n16], dim=1))
        m32 = self.rejoin32(torch.cat([self.down32(m16), p32], dim=1))
        edges, classes = zip(*(head(level) for head, level in zip(self.heads, (n8, m16, m32))))
        distances = (torch.cat(edges, dim=2).reshape(images.shape[0], 4, BINS, -1).softmax(dim=2) * self.bins).sum(dim=2)
        near, far = self.centres - distances[:, :2], self.centres + distances[:, 2:]
        boxes = torch.cat([(near + far) / 2, far - near], dim=1) * self.strides
        return torch.cat([boxes, torch.cat(classes, dim=2).sigmoid()], dim=1)


def _grid(side: int, stride: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Cell centres [2, side * side] in cells (x, y), and their stride [1, side * side]."""
    line = torch.arange(side, dtype=torch.float32) + 0.5
    y, x = torch.meshgrid(line, line, indexing="ij")
    return torch.stack([x.flatten(), y.flatten()]), torch.full((1, side * side), float(stride))
