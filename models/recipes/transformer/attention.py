"""Multi-head attention with rotary positions (Su et al., 2021, RoFormer, section 3.4).

Keys are kept unrotated in a cache and rotated at every use by their place in it. What attention sees then depends on
distances only, so that the oldest entries of a cache may be dropped without touching the others.
"""

from __future__ import annotations

import math
from typing import NamedTuple, Optional

import torch
from torch import nn
from torch.nn import functional

BASE = 10_000.0
_FORBIDDEN = -1.0e9  # not infinity: a row that may look at nothing must not become NaN


class Cache(NamedTuple):
    """Keys (unrotated) and values of one layer, float32 [n, heads, past, d]."""

    key: torch.Tensor
    value: torch.Tensor


class View(NamedTuple):
    """Who may look at whom: allowed bool [n or 1, 1, t, s]; cosine and sine float32 [n, 1, s, d/2] of the angles of all s
    keys, of which the last t are the queries."""

    allowed: torch.Tensor
    cosine: torch.Tensor
    sine: torch.Tensor


class Attention(nn.Module):
    """Self-attention; hidden float32 [n, t, width] → the same shape and the cache with the t new entries."""

    def __init__(self, width: int, heads: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.heads, self.extent, self.dropout = heads, width // heads, dropout
        self.project = nn.Linear(width, 3 * width, bias=False)
        self.join = nn.Linear(width, width, bias=False)

    def forward(self, hidden: torch.Tensor, view: View, past: Optional[Cache] = None) -> tuple[torch.Tensor, Cache]:
        steps = hidden.size(1)
        query, key, value = (_split(part, self.heads, self.extent) for part in self.project(hidden).chunk(3, dim=2))
        if past is not None:
            key, value = torch.cat([past.key, key], dim=2), torch.cat([past.value, value], dim=2)
        first = key.size(2) - steps
        turned = rotate(query, view.cosine[:, :, first:], view.sine[:, :, first:])
        dropout = self.dropout if self.training else 0.0
        mixed = attend(turned, rotate(key, view.cosine, view.sine), value, view.allowed, dropout)
        return self.join(_join(mixed)), Cache(key, value)


class CrossAttention(nn.Module):
    """Attention of hidden [n, t, width] to `seen` [n, s, width], of which `allowed` bool [n, 1, 1, s] may be looked at."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads, self.extent = heads, width // heads
        self.query = nn.Linear(width, width, bias=False)
        self.project = nn.Linear(width, 2 * width, bias=False)
        self.join = nn.Linear(width, width, bias=False)

    def forward(self, hidden: torch.Tensor, seen: torch.Tensor, allowed: torch.Tensor) -> torch.Tensor:
        query = _split(self.query(hidden), self.heads, self.extent)
        key, value = (_split(part, self.heads, self.extent) for part in self.project(seen).chunk(2, dim=2))
        return self.join(_join(attend(query, key, value, allowed, 0.0)))


def view_of(allowed: torch.Tensor, positions: torch.Tensor, extent: int) -> View:
    """Each pair (i, i + d/2) of a head's `extent` d turns by position · BASE^(-2i/d); positions int64 [n, s]."""
    half = extent // 2
    exponents = torch.arange(half, dtype=torch.float32, device=positions.device) / half
    angles = positions[:, None, :, None].float() * torch.exp(exponents * -math.log(BASE))
    return View(allowed, angles.cos(), angles.sin())


def rotate(vectors: torch.Tensor, cosine: torch.Tensor, sine: torch.Tensor) -> torch.Tensor:
    """[n, heads, t, d], turned by the angles [n, 1, t, d/2]."""
    half = vectors.size(3) // 2
    first, second = vectors[..., :half], vectors[..., half:]
    return torch.cat([first * cosine - second * sine, first * sine + second * cosine], dim=3).to(vectors.dtype)


def attend(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, allowed: torch.Tensor, dropout: float) -> torch.Tensor:
    """Scaled dot-product attention; PyTorch 2's own kernel on a GPU, written out elsewhere, so that it can be exported."""
    if query.is_cuda:
        return functional.scaled_dot_product_attention(query, key, value, attn_mask=allowed, dropout_p=dropout)
    scale = 1.0 / math.sqrt(int(query.size(3)))
    scores = (query * scale) @ key.transpose(2, 3)
    weights = torch.softmax(scores.masked_fill(~allowed, _FORBIDDEN), dim=3)
    return (functional.dropout(weights, dropout) if dropout > 0 else weights) @ value


def _split(hidden: torch.Tensor, heads: int, extent: int) -> torch.Tensor:
    return hidden.reshape(hidden.size(0), hidden.size(1), heads, extent).transpose(1, 2)


def _join(mixed: torch.Tensor) -> torch.Tensor:
    return mixed.transpose(1, 2).reshape(mixed.size(0), mixed.size(2), mixed.size(1) * mixed.size(3))
