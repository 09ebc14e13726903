"""Whisper tiny, encoder and decoder (Radford et al. 2022, https://arxiv.org/abs/2212.04356)."""

from __future__ import annotations

import math

import torch
from torch import nn

from .attention import Attention

WIDTH, HEADS, LAYERS, BINS, FRAMES = 384, 6, 4, 80, 3000
TOKENS, MOST_TOKENS = 51_865, 448


class Layer(nn.Module):
    """Self-attention, attention over the encoder's frames if there are any, and an MLP, each after its norm."""

    def __init__(self, crosses: bool) -> None:
        super().__init__()
        self.self_norm, self.self_attention = nn.LayerNorm(WIDTH), Attention(WIDTH, HEADS, key_bias=False)
        self.crosses = crosses
        if crosses:
            self.cross_norm, self.cross_attention = nn.LayerNorm(WIDTH), Attention(WIDTH, HEADS, key_bias=False)
        self.mlp = nn.Sequential(nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 4 * WIDTH), nn.GELU(), nn.Linear(4 * WIDTH, WIDTH))

    def forward(self, x: torch.Tensor, encoded: torch.Tensor | None = None, mask: torch.Tensor | None = None) -> torch.Tensor:
        normed = self.self_norm(x)
        x = x + self.self_attention(normed, normed, mask)
        if self.crosses:
            x = x + self.cross_attention(self.cross_norm(x), encoded)
        return x + self.mlp(x)


class Encoder(nn.Module):
    """input_features FLOAT [n, 80, 3000] (log-mel of 30 s) -> encoded FLOAT [n, 1500, 384]; 7.6 M parameters."""

    def __init__(self) -> None:
        super().__init__()
        self.front = nn.Sequential(
            nn.Conv1d(BINS, WIDTH, 3, padding=1), nn.GELU(), nn.Conv1d(WIDTH, WIDTH, 3, 2, padding=1), nn.GELU()
        )
        self.register_buffer("positions", _sinusoids(FRAMES // 2))
        self.layers = nn.ModuleList(Layer(crosses=False) for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDTH)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        x = self.front(features).transpose(1, 2) + self.positions
        for layer in self.layers:
            x = layer(x)
        return self.norm(x)


class Decoder(nn.Module):
    """tokens INT64 [n, t], encoded FLOAT [n, 1500, 384] -> logits FLOAT [n, t, TOKENS]; 29.6 M parameters."""

    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(TOKENS, WIDTH)
        self.positions = nn.Parameter(torch.randn(MOST_TOKENS, WIDTH) * 0.01)
        self.layers = nn.ModuleList(Layer(crosses=True) for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDTH)
        self.register_buffer("mask", torch.full((MOST_TOKENS, MOST_TOKENS), -1e9).triu(1))

    def forward(self, tokens: torch.Tensor, encoded: torch.Tensor) -> torch.Tensor:
        length = tokens.shape[1]
        x = self.embedding(tokens) + self.positions[:length]
        for layer in self.layers:
            x = layer(x, encoded, self.mask[:length, :length])
        return self.norm(x) @ self.embedding.weight.t()


def _sinusoids(length: int) -> torch.Tensor:
    """Position encodings [length, WIDTH]: sines, then cosines, with time scales up to 10,000."""
    scales = torch.exp(-math.log(10_000) / (WIDTH // 2 - 1) * torch.arange(WIDTH // 2))
    angles = torch.arange(length).unsqueeze(1) * scales.unsqueeze(0)
    return torch.cat([angles.sin(), angles.cos()], dim=1)
