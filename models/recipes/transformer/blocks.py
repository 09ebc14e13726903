"""Layers with the normalisation before each part (Xiong et al., 2020), and who may look at whom."""

from __future__ import annotations

from typing import Optional

import torch
from torch import nn

from speech.activation import gelu

from .attention import Attention, Cache, CrossAttention, View, view_of


class FeedForward(nn.Module):
    """Two linear layers with GELU between them."""

    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.enter, self.leave = nn.Linear(width, hidden), nn.Linear(hidden, width)

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        return self.leave(gelu(self.enter(hidden)))


class Local(nn.Module):
    """A depthwise convolution over neighbours, which padding does not reach: order within a phrase, at little cost."""

    def __init__(self, width: int, extent: int = 3) -> None:
        super().__init__()
        self.before = nn.LayerNorm(width)
        self.convolve = nn.Conv1d(width, width, extent, padding=extent // 2, groups=width)

    def forward(self, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        kept = self.before(hidden) * mask[:, :, None].to(hidden.dtype)
        return hidden + gelu(self.convolve(kept.transpose(1, 2)).transpose(1, 2))


class Block(nn.Module):
    """Self-attention, with `cross` attention to an encoder's states, feed-forward."""

    def __init__(self, width: int, heads: int, hidden: int, dropout: float = 0.0, cross: bool = False) -> None:
        super().__init__()
        self.before = nn.ModuleList([nn.LayerNorm(width) for _ in range(3 if cross else 2)])
        self.attention = Attention(width, heads, dropout)
        self.cross = CrossAttention(width, heads) if cross else None
        self.feed = FeedForward(width, hidden)
        self.drop = nn.Dropout(dropout)

    def forward(self, hidden: torch.Tensor, view: View, past: Optional[Cache] = None,
                seen: Optional[torch.Tensor] = None, visible: Optional[torch.Tensor] = None) -> tuple[torch.Tensor, Cache]:
        mixed, cache = self.attention(self.before[0](hidden), view, past)
        hidden = hidden + self.drop(mixed)
        if self.cross is not None:
            hidden = hidden + self.drop(self.cross(self.before[1](hidden), seen, visible))
        return hidden + self.drop(self.feed(self.before[-1](hidden))), cache


class Encoder(nn.Module):
    """Embeddings and blocks in which every token that is not padding looks at every other: ids, mask int64 [n, t] →
    float32 [n, t, width]. `types` are added to the embeddings; `local` puts a convolution before each block."""

    def __init__(self, tokens: int, width: int, heads: int, hidden: int, layers: int, dropout: float = 0.1, types: int = 0,
                 narrow: int = 0, local: bool = False) -> None:
        super().__init__()
        self.extent = width // heads
        self.embed = nn.Embedding(tokens, narrow or width)
        self.widen = nn.Linear(narrow, width, bias=False) if narrow else nn.Identity()
        self.types = nn.Embedding(types, width) if types else None
        self.drop = nn.Dropout(dropout)
        self.blocks = nn.ModuleList([Block(width, heads, hidden, dropout) for _ in range(layers)])
        self.local = nn.ModuleList([Local(width) for _ in range(layers if local else 0)])
        self.after = nn.LayerNorm(width)
        nn.init.normal_(self.embed.weight, std=0.5 if narrow else 0.3)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, types: Optional[torch.Tensor] = None) -> torch.Tensor:
        hidden = self.widen(self.embed(ids))
        if self.types is not None:
            hidden = hidden + self.types(types)
        hidden, view = self.drop(hidden), both_ways(mask, self.extent)
        for index, block in enumerate(self.blocks):
            if len(self.local) > 0:
                hidden = self.local[index](hidden, mask)
            hidden, _ = block(hidden, view)
        return self.after(hidden)


def both_ways(mask: torch.Tensor, extent: int) -> View:
    """Every token sees all that `mask` int64 [n, t] does not hide."""
    return view_of(mask.bool()[:, None, None, :], _positions(mask), extent)


def one_way(mask: torch.Tensor, steps: int, window: int, extent: int) -> View:
    """The last `steps` of mask int64 [n, s] see themselves and the `window` - 1 before them."""
    places = torch.arange(mask.size(1), device=mask.device)
    distance = places[mask.size(1) - steps:, None] - places[None, :]
    near = (distance >= 0) & (distance < window)
    return view_of(near[None, None] & mask.bool()[:, None, None, :], _positions(mask), extent)


def _positions(mask: torch.Tensor) -> torch.Tensor:
    """Counts what the mask does not hide."""
    return (mask.cumsum(dim=1) - 1).clamp(min=0)
