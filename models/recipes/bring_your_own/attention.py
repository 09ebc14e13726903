"""Multi-head attention (Vaswani et al. 2017, https://arxiv.org/abs/1706.03762), in operators that export at any length."""

from __future__ import annotations

import torch
from torch import nn


class Attention(nn.Module):
    """Queries [n, q, width] over keys and values from [n, k, width] -> [n, q, width]."""

    def __init__(self, width: int, heads: int, key_bias: bool = True) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width, bias=key_bias)
        self.value = nn.Linear(width, width)
        self.out = nn.Linear(width, width)

    def forward(self, queries: torch.Tensor, source: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        q, k, v = self._split(self.query(queries)), self._split(self.key(source)), self._split(self.value(source))
        scores = q @ k.transpose(2, 3) / (q.shape[-1] ** 0.5)
        if mask is not None:
            scores = scores + mask
        mixed = scores.softmax(dim=-1) @ v
        return self.out(mixed.transpose(1, 2).flatten(2))

    def _split(self, x: torch.Tensor) -> torch.Tensor:
        return x.reshape(x.shape[0], x.shape[1], self.heads, -1).transpose(1, 2)
