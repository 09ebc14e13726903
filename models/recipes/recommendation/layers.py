"""Layers that the towers and the ranker share."""

from __future__ import annotations

from typing import Sequence

import torch
from torch import Tensor, nn

from recommendation.features import Field


class FieldEmbeddings(nn.Module):
    """One embedding table per categorical feature; a feature of several columns is summed over those that are set.

    Input int64 [..., columns], output [..., fields, size].
    """

    def __init__(self, fields: Sequence[Field], size: int, deviation: float = 0.02) -> None:
        super().__init__()
        self.fields = list(fields)
        self.tables = nn.ModuleList(nn.Embedding(field.cardinality, size) for field in fields)
        for table in self.tables:
            nn.init.normal_(table.weight, std=deviation)

    def forward(self, categorical: Tensor) -> Tensor:
        return torch.stack([self._field(index, categorical) for index in range(len(self.fields))], dim=-2)

    def _field(self, index: int, categorical: Tensor) -> Tensor:
        field, table = self.fields[index], self.tables[index]
        if field.width == 1:
            return table(categorical[..., field.start])
        codes = categorical[..., field.start : field.start + field.width]
        return (table(codes) * (codes > 0).unsqueeze(-1)).sum(dim=-2)


class CausalBlock(nn.Module):
    """Pre-norm transformer block with a learned bias per distance instead of position embeddings.

    As attention sees only how long ago something was, one training pass over a window serves every position of it.
    """

    def __init__(self, size: int, heads: int, length: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.norm, self.norm_wide = nn.LayerNorm(size), nn.LayerNorm(size)
        self.query, self.key_value = nn.Linear(size, size), nn.Linear(size, 2 * size)
        self.out = nn.Linear(size, size)
        self.wide = nn.Sequential(nn.Linear(size, 2 * size), nn.ReLU(), nn.Linear(2 * size, size))
        self.drop = nn.Dropout(dropout)
        self.bias = nn.Parameter(torch.zeros(heads, length))
        steps = torch.arange(length)
        self.register_buffer("distance", (steps[:, None] - steps[None, :]).clamp(min=0), persistent=False)

    def forward(self, x: Tensor, allowed: Tensor, queries: int) -> Tensor:
        """x [n, l, d], allowed bool [n, l, l]; answers the last `queries` positions, [n, queries, d]."""
        normed, length = self.norm(x), x.shape[1]
        query = self._split(self.query(normed[:, length - queries :]))
        key, value = (self._split(part) for part in self.key_value(normed).chunk(2, dim=-1))
        scores = query @ key.transpose(-1, -2) * (query.shape[-1] ** -0.5)
        scores = scores + self.bias[:, self.distance[length - queries :]]
        scores = scores.masked_fill(~allowed[:, None, length - queries :], -1e9)
        mixed = self.drop(scores.softmax(dim=-1)) @ value
        mixed = mixed.transpose(1, 2).flatten(2)
        x = x[:, length - queries :] + self.drop(self.out(mixed))
        return x + self.drop(self.wide(self.norm_wide(x)))

    def _split(self, x: Tensor) -> Tensor:
        """[n, l, d] -> [n, heads, l, d / heads]."""
        return x.reshape(x.shape[0], x.shape[1], self.heads, -1).transpose(1, 2)
