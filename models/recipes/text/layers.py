"""Layers of the recipes of text. Padding never changes what they give for the other tokens, at any number of rows and tokens."""

from __future__ import annotations

import math

import torch
from torch import nn
from torch.nn import functional

from speech.activation import gelu

_FAR = -1e4  # added to the attention of padding


class Embedding(nn.Module):
    """Ids [n, t] -> [n, t, width] by way of a narrower table (Lan et al. 2020, ALBERT)."""

    def __init__(self, pieces: int, narrow: int, width: int) -> None:
        super().__init__()
        self.table = nn.Embedding(pieces, narrow)
        nn.init.normal_(self.table.weight, std=narrow ** -0.5)
        self.widen = nn.Linear(narrow, width, bias=False) if narrow != width else nn.Identity()

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        return self.widen(self.table(ids))


class SelfAttention(nn.Module):
    """[n, t, width] with a learnt bias for each distance of two tokens up to `reach` (Raffel et al. 2020) -> [n, t, width]."""

    def __init__(self, width: int, heads: int, size: int, reach: int) -> None:
        super().__init__()
        self.heads, self.size, self.reach = heads, size, reach
        self.project = nn.Linear(width, 3 * heads * size)
        self.join = nn.Linear(heads * size, width)
        self.near = nn.Embedding(2 * reach + 1, heads)
        nn.init.zeros_(self.near.weight)

    def forward(self, values: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        """`bias` [n or 1, 1, 1 or t, t] is added to the attention, -1e4 where none may go."""
        rows, tokens = values.shape[0], values.shape[1]
        query, key, value = self.project(values).view(rows, tokens, 3, self.heads, self.size).permute(2, 0, 3, 1, 4).unbind(0)
        scores = query @ key.transpose(2, 3) / math.sqrt(self.size) + self._distances(tokens, values.device) + bias
        mixed = scores.softmax(dim=-1) @ value
        return self.join(mixed.transpose(1, 2).reshape(rows, tokens, self.heads * self.size))

    def _distances(self, tokens: int, device: torch.device) -> torch.Tensor:
        places = torch.arange(tokens, device=device)
        distances = (places[None, :] - places[:, None]).clamp(-self.reach, self.reach) + self.reach
        return self.near(distances).permute(2, 0, 1)[None]


class Layer(nn.Module):
    """Attention and a feed-forward network, each normalised first (Xiong et al. 2020)."""

    def __init__(self, width: int, heads: int, size: int, inner: int, reach: int, dropout: float) -> None:
        super().__init__()
        self.before_attention, self.before_feed = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = SelfAttention(width, heads, size, reach)
        self.inwards, self.outwards = nn.Linear(width, inner), nn.Linear(inner, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, values: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        values = values + self.dropout(self.attention(self.before_attention(values), bias))
        return values + self.dropout(self.outwards(self.dropout(gelu(self.inwards(self.before_feed(values))))))


class Encoder(nn.Module):
    """Ids and mask int64 [n, t] -> [n, t, width]: a transformer encoder (Vaswani et al. 2017) that knows distances, not places.

    `pairs` is the number of buckets of pairs of tokens, whose vectors are added to those of the tokens."""

    def __init__(self, pieces: int, width: int = 128, layers: int = 3, heads: int = 4, size: int = 0, inner: int = 0,
                 narrow: int = 64, reach: int = 16, dropout: float = 0.1, pairs: int = 0) -> None:
        super().__init__()
        self.width = width
        self.embedding = Embedding(pieces, narrow, width)
        self.pairs = Pairs(pairs, narrow) if pairs else None
        self.layers = nn.ModuleList(Layer(width, heads, size or width // heads, inner or 4 * width, reach, dropout)
                                    for _ in range(layers))
        self.normalise = nn.LayerNorm(width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        bias = ((1 - mask) * _FAR).to(torch.float32)[:, None, None, :]
        values = self.dropout(self.embedded(ids))
        for layer in self.layers:
            values = layer(values, bias)
        return self.normalise(values)

    def embedded(self, ids: torch.Tensor) -> torch.Tensor:
        """[n, t, width], before any token has seen another but, with `pairs`, the one before it."""
        narrow = self.embedding.table(ids)
        return self.embedding.widen(narrow if self.pairs is None else narrow + self.pairs(ids))


class Pairs(nn.Module):
    """A vector for each pair of neighbouring tokens by way of a hash, as fastText has it (Bojanowski et al. 2017): ids [n, t] ->
    [n, t, narrow]."""

    def __init__(self, buckets: int, narrow: int) -> None:
        super().__init__()
        self.table = nn.Embedding(buckets, narrow)
        nn.init.normal_(self.table.weight, std=0.5 * narrow ** -0.5)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        before = functional.pad(ids, (1, 0))[:, :-1]
        return self.table((before * 40_503 + ids * 30_011) % self.table.num_embeddings)


class MaskedLanguageModel(nn.Module):
    """The pieces that were hidden, from an encoder's values and the transposed embedding (Devlin et al. 2019)."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        narrow = encoder.embedding.table.embedding_dim
        self.narrow, self.normalise = nn.Linear(encoder.width, narrow), nn.LayerNorm(narrow)
        self.bias = nn.Parameter(torch.zeros(encoder.embedding.table.num_embeddings))

    def loss(self, ids: torch.Tensor, mask: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """`targets` hold the hidden ids and -100 elsewhere."""
        values = self.normalise(gelu(self.narrow(self.encoder(ids, mask))))
        logits = functional.linear(values, self.encoder.embedding.table.weight, self.bias)
        return functional.cross_entropy(logits.flatten(0, 1).float(), targets.flatten(), ignore_index=-100)


def mean(values: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """[n, t, width] -> [n, width], over the tokens that are not padding."""
    weights = mask.to(values.dtype)[:, :, None]
    return (values * weights).sum(1) / weights.sum(1).clamp(min=1)


def largest(values: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """[n, t, width] -> [n, width], the maximum over the tokens that are not padding."""
    return (values + ((1 - mask) * _FAR).to(values.dtype)[:, :, None]).amax(1)
