"""Decoders: a language model, and one that also looks at an encoder's states."""

from __future__ import annotations

from typing import Optional, Sequence

import torch
from torch import nn

from .attention import Cache
from .blocks import Block, Encoder, one_way

_NEVER = -100.0  # the logit of what must not be generated


class Decoder(nn.Module):
    """Blocks that look back over `window` positions; the embeddings also give the logits (Press and Wolf, 2017). Tokens
    below `silent` are never generated."""

    def __init__(self, tokens: int, width: int, heads: int, hidden: int, layers: int, window: int, dropout: float = 0.0,
                 cross: bool = False, silent: int = 0) -> None:
        super().__init__()
        self.heads, self.extent, self.window = heads, width // heads, window
        self.embed = nn.Embedding(tokens, width)
        self.drop = nn.Dropout(dropout)
        self.blocks = nn.ModuleList([Block(width, heads, hidden, dropout, cross) for _ in range(layers)])
        self.after = nn.LayerNorm(width)
        self.bias = nn.Parameter(torch.zeros(tokens))
        self.register_buffer("silence", torch.where(torch.arange(tokens) < silent, _NEVER, 0.0))
        nn.init.normal_(self.embed.weight, std=0.05)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, past: Sequence[Cache] = (), seen: Optional[torch.Tensor] = None,
                visible: Optional[torch.Tensor] = None) -> tuple[torch.Tensor, list[Cache]]:
        """ids int64 [n, t], mask int64 [n, past + t] → logits float32 [n, t, tokens] and the caches of past + t entries.
        seen float32 [n, s, width] and visible int64 [n, s] are an encoder's."""
        view = one_way(mask, ids.size(1), self.window, self.extent)
        allowed = None if visible is None else visible.bool()[:, None, None, :]
        hidden, caches = self.drop(self.embed(ids)), []
        for index, block in enumerate(self.blocks):
            hidden, cache = block(hidden, view, past[index] if past else None, seen, allowed)
            caches.append(cache)
        logits = self.after(hidden) @ self.embed.weight.transpose(0, 1)
        return logits + self.bias + self.silence, caches


class Translator(nn.Module):
    """An encoder and a decoder that share nothing but the vocabulary's extent."""

    def __init__(self, encoder: Encoder, decoder: Decoder) -> None:
        super().__init__()
        self.encoder, self.decoder = encoder, decoder

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        """Logits [n, t, tokens] of what follows each of target int64 [n, t]."""
        everything = torch.ones_like(target)
        return self.decoder(target, everything, (), self.encoder(ids, mask), mask)[0]
