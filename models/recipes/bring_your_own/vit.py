"""ViT-B/16 (Dosovitskiy et al. 2020, https://arxiv.org/abs/2010.11929)."""

from __future__ import annotations

import torch
from torch import nn

from .attention import Attention

WIDTH, HEADS, LAYERS, PATCH, SIDE = 768, 12, 12, 16, 224


class Block(nn.Module):
    """One layer with the norms before its two parts: [n, tokens, WIDTH] -> the same."""

    def __init__(self) -> None:
        super().__init__()
        self.attention_norm = nn.LayerNorm(WIDTH, eps=1e-6)
        self.attention = Attention(WIDTH, HEADS)
        self.mlp = nn.Sequential(
            nn.LayerNorm(WIDTH, eps=1e-6), nn.Linear(WIDTH, 4 * WIDTH), nn.GELU(), nn.Linear(4 * WIDTH, WIDTH)
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        normed = self.attention_norm(x)
        x = x + self.attention(normed, normed)
        return x + self.mlp(x)


class VisionTransformer(nn.Module):
    """pixel_values FLOAT [n, 3, 224, 224] -> logits FLOAT [n, classes]; 86.6 M parameters."""

    def __init__(self, classes: int = 1000) -> None:
        super().__init__()
        self.patches = nn.Conv2d(3, WIDTH, PATCH, PATCH)
        self.start = nn.Parameter(torch.randn(1, 1, WIDTH) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (SIDE // PATCH) ** 2 + 1, WIDTH) * 0.02)
        self.blocks = nn.Sequential(*(Block() for _ in range(LAYERS)))
        self.head = nn.Sequential(nn.LayerNorm(WIDTH, eps=1e-6), nn.Linear(WIDTH, classes))

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        tokens = self.patches(pixels).flatten(2).transpose(1, 2)
        start = self.start.expand(pixels.shape[0], -1, -1)
        x = self.blocks(torch.cat([start, tokens], dim=1) + self.positions)
        return self.head(x[:, 0])
